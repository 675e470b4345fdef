import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aDeskQuestion } from '../../testing/rows';
import { SecondPress } from './SecondPress.svelte';
import type { Awaited } from './SecondPress.svelte';

const waiting = aDeskQuestion('waiting', { status: 'pending', revision: 1 });
const published = aDeskQuestion('published', { status: 'published' });

describe('putting on air', () => {
    beforeEach(() => {
        vi.useFakeTimers();
    });
    afterEach(() => {
        vi.useRealTimers();
    });

    test('takes one press for what is published, and for any other step', () => {
        const press = new SecondPress(() => undefined);
        expect(press.press('air', published)).toBe('air');
        expect(press.press('approve', waiting)).toBe('approve');
        expect(press.awaited).toBeUndefined();
    });

    test('takes two for what nobody has reviewed', () => {
        const press = new SecondPress(() => undefined);
        expect(press.press('air', waiting)).toBeUndefined();
        expect(press.isAwaitedFor(waiting)).toBe(true);
        expect(press.press('air', waiting)).toBe('air');
        expect(press.awaited).toBeUndefined();
    });

    test('does what was asked for first, whichever way it is asked for again', () => {
        const press = new SecondPress(() => undefined);
        press.press('airAndShow', waiting);
        expect(press.press('air', waiting)).toBe('airAndShow');
    });

    test('begins anew with another question, with other words and after another step', () => {
        const press = new SecondPress(() => undefined);
        press.press('air', waiting);
        expect(press.press('air', aDeskQuestion('other', { status: 'pending' }))).toBeUndefined();
        expect(press.press('air', waiting)).toBeUndefined();
        expect(press.press('air', { ...waiting, revision: 2 })).toBeUndefined();
        press.press('hold', waiting);
        expect(press.press('air', waiting)).toBeUndefined();
    });

    test('is forgotten when it is not asked for again in time, and that is told', () => {
        const lapsed: Awaited[] = [];
        const press = new SecondPress((awaited) => lapsed.push(awaited));
        press.press('air', waiting);
        vi.advanceTimersByTime(10_000);
        expect(lapsed).toEqual([{ step: 'air', row: waiting }]);
        expect(press.press('air', waiting)).toBeUndefined();
    });

    test('says nothing more once it was taken or forgotten', () => {
        const lapsed: Awaited[] = [];
        const press = new SecondPress((awaited) => lapsed.push(awaited));
        press.press('air', waiting);
        press.press('air', waiting);
        press.press('air', waiting);
        press.forget();
        vi.advanceTimersByTime(60_000);
        expect(lapsed).toEqual([]);
    });
});
