import { describe, expect, test } from 'vitest';
import { afterDecision, destination } from './focusing';

const ids = ['a', 'b', 'c', 'd'];
const none = () => false;

describe('after a decision of mine', () => {
    test('the next question gets the focus', () => {
        expect(afterDecision(ids, 'b', none)).toBe('c');
    });

    test('what is on its way out itself is passed over', () => {
        expect(afterDecision(ids, 'b', (id) => id === 'c')).toBe('d');
    });

    test('from the last one it goes to the nearest before', () => {
        expect(afterDecision(ids, 'd', (id) => id === 'c')).toBe('b');
    });

    test('with nothing left there is nowhere to go', () => {
        expect(afterDecision(['a'], 'a', none)).toBeUndefined();
        expect(afterDecision(ids, 'b', () => true)).toBeUndefined();
    });
});

describe('moving between questions', () => {
    test('stops at the ends', () => {
        expect(destination(ids, 'd', 'next')).toBe('d');
        expect(destination(ids, 'a', 'previous')).toBe('a');
    });

    test('leads to the neighbours and to the ends', () => {
        expect(destination(ids, 'b', 'next')).toBe('c');
        expect(destination(ids, 'b', 'previous')).toBe('a');
        expect(destination(ids, 'b', 'first')).toBe('a');
        expect(destination(ids, 'b', 'last')).toBe('d');
    });

    test('begins at the first when none had the focus', () => {
        expect(destination(ids, undefined, 'next')).toBe('a');
    });

    test('leads nowhere in an empty list', () => {
        expect(destination([], undefined, 'last')).toBeUndefined();
    });
});
