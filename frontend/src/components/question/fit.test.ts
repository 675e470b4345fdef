import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestThatFits } from './fit';

describe('the size of a text in a box', () => {
    test('is the largest that fits, wherever the limit is', () => {
        fc.assert(
            fc.property(
                fc.integer({ min: 1, max: 60 }),
                fc.nat(300),
                fc.integer({ max: 500 }),
                (least, span, limit) => {
                    const most = least + span;
                    const expected = Math.min(most, Math.max(least, limit));
                    expect(largestThatFits(least, most, (size) => size <= limit)).toBe(expected);
                },
            ),
        );
    });

    test('is the smallest allowed where nothing fits', () => {
        expect(largestThatFits(14, 200, () => false)).toBe(14);
    });

    test('is the smallest allowed where the box leaves no range at all', () => {
        expect(largestThatFits(14, 3, () => true)).toBe(14);
    });

    test('takes a number of trials that grows with the logarithm of the range', () => {
        let trials = 0;
        largestThatFits(1, 1024, (size) => {
            trials += 1;
            return size <= 700;
        });
        expect(trials).toBeLessThanOrEqual(10);
    });
});
