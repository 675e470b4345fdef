import { describe, expect, test } from 'vitest';
import { wishFor } from './keys';

const press = (key: string, held: Partial<Record<'altKey' | 'ctrlKey' | 'metaKey', boolean>> = {}) => ({
    key,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    ...held,
});

describe('the keys of the desk', () => {
    test.each([
        ['a', 'approve'],
        ['q', 'queue'],
        ['n', 'queueFirst'],
        ['u', 'unqueue'],
        ['o', 'air'],
        ['e', 'answer'],
        ['l', 'later'],
        ['x', 'dismiss'],
        ['r', 'restore'],
        ['m', 'merge'],
    ])('%s is %s, in either case', (key, step) => {
        expect(wishFor(press(key), true)).toEqual({ kind: 'step', step });
        expect(wishFor(press(key.toUpperCase()), true)).toEqual({ kind: 'step', step });
    });

    test.each([
        ['s', 'hold'],
        ['p', 'pin'],
        ['g', 'graphic'],
        ['z', 'undo'],
        ['+', 'add'],
        ['?', 'help'],
    ])('%s asks for %s', (key, kind) => {
        expect(wishFor(press(key), true)).toEqual({ kind });
    });

    test('j and k go as the arrows do', () => {
        expect(wishFor(press('j'), true)).toEqual(wishFor(press('ArrowDown'), true));
        expect(wishFor(press('k'), true)).toEqual(wishFor(press('ArrowUp'), true));
    });

    test('1, 2 and 3 lead to the columns', () => {
        expect(['1', '2', '3'].map((key) => wishFor(press(key), true))).toEqual(
            ['review', 'published', 'queue'].map((column) => ({ kind: 'column', column })),
        );
    });

    test('Alt with an arrow moves in the queue', () => {
        expect(wishFor(press('ArrowUp', { altKey: true }), true)).toEqual({ kind: 'step', step: 'moveUp' });
        expect(wishFor(press('ArrowDown', { altKey: true }), false)).toEqual({ kind: 'step', step: 'moveDown' });
    });

    test('what is held with Ctrl, Meta or Alt belongs to the browser', () => {
        expect(wishFor(press('a', { ctrlKey: true }), true)).toBeUndefined();
        expect(wishFor(press('r', { metaKey: true }), true)).toBeUndefined();
        expect(wishFor(press('e', { altKey: true }), true)).toBeUndefined();
    });

    test('switched off, letters and digits do nothing and arrows go on', () => {
        for (const key of 'aqnuolexsrmpgzjk123+?') {
            expect(wishFor(press(key), false)).toBeUndefined();
        }
        expect(wishFor(press('Home'), false)).toEqual({ kind: 'go', to: 'first' });
    });
});
