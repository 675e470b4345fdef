import { describe, expect, test } from 'vitest';
import { isFresh } from './freshness';

describe('a question on the picture', () => {
    test('is shown through the longest silence of a living line', () => {
        expect(isFresh(1_000, 31_000)).toBe(true);
    });

    test('is gone when the server has not been heard for long', () => {
        expect(isFresh(1_000, 61_000)).toBe(false);
    });

    test('is not shown before the server was heard at all', () => {
        expect(isFresh(undefined, 0)).toBe(false);
    });
});
