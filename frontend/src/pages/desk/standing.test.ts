import { describe, expect, test } from 'vitest';
import type { DeskQuestion } from '../../protocol/views';
import { aDeskQuestion } from '../../testing/rows';
import { outOfOrder, stand, WantedOrder } from './standing';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => aDeskQuestion(id)) as [
    DeskQuestion,
    DeskQuestion,
    DeskQuestion,
    DeskQuestion,
];
const before = [a, b, c].map((row) => ({ row, left: false }));
const never = () => false;
const marks = (standing: ReturnType<typeof stand>) => standing.map(({ row, left }) => (left ? `(${row.id})` : row.id));

describe('a column', () => {
    test('nobody looks at shows what there is', () => {
        expect(marks(stand(before, [c, d], false, () => undefined, never))).toEqual(['c', 'd']);
    });

    test('that is looked at keeps in place what somebody else has taken away', () => {
        const gone = { ...b, status: 'published' as const, decidedBy: 'Sophie' };
        const standing = stand(before, [a, c, d], true, (id) => (id === 'b' ? gone : undefined), never);
        expect(marks(standing)).toEqual(['a', '(b)', 'c', 'd']);
        expect(standing[1]?.row).toBe(gone);
    });

    test('keeps the first and several in a row in their order', () => {
        expect(marks(stand(before, [c], true, () => undefined, never))).toEqual(['(a)', '(b)', 'c']);
    });

    test('lets go at once of what went by a decision made here', () => {
        expect(
            marks(
                stand(
                    before,
                    [a, c],
                    true,
                    () => undefined,
                    (row) => row.id === 'b',
                ),
            ),
        ).toEqual(['a', 'c']);
    });

    test('lets go of what it kept when the looking ends', () => {
        const kept = stand(before, [a, c], true, () => undefined, never);
        expect(marks(stand(kept, [a, c], false, () => undefined, never))).toEqual(['a', 'c']);
    });

    test('shows a row as present again when it comes back', () => {
        const kept = stand(before, [a, c], true, () => undefined, never);
        expect(marks(stand(kept, [a, b, c], true, () => undefined, never))).toEqual(['a', 'b', 'c']);
    });

    test('gives the same for the same, however often it is asked', () => {
        const once = stand(before, [a, c], true, () => undefined, never);
        expect(stand(once, [a, c], true, () => undefined, never)).toEqual(once);
    });
});

describe('the order of wishes', () => {
    const ids = (rows: readonly DeskQuestion[]) => rows.map((row) => row.id);

    test('stays as it is when votes change, until it is asked for', () => {
        const order = new WantedOrder();
        expect(ids(order.arrange([a, b, c], new Map([['b', 5]]), 0))).toEqual(['b', 'a', 'c']);
        const later = new Map([
            ['b', 5],
            ['c', 9],
        ]);
        expect(ids(order.arrange([a, b, c], later, 0))).toEqual(['b', 'a', 'c']);
        expect(ids(order.arrange([a, b, c], later, 1))).toEqual(['c', 'b', 'a']);
    });

    test('what is published later stands at the end', () => {
        const order = new WantedOrder();
        order.arrange([a, b], new Map(), 0);
        const newest = { ...d, publishedAt: '2026-11-21T12:09:00.000Z' };
        const newer = { ...c, publishedAt: '2026-11-21T12:08:00.000Z' };
        expect(ids(order.arrange([newest, newer, a, b], new Map([['d', 99]]), 0))).toEqual(['a', 'b', 'c', 'd']);
    });

    test('says how many rows would move', () => {
        expect(outOfOrder([a, b, c], new Map())).toBe(0);
        expect(outOfOrder([a, b, c, d], new Map([['d', 3]]))).toBe(1);
        expect(
            outOfOrder(
                [a, b, c],
                new Map([
                    ['c', 3],
                    ['b', 2],
                ]),
            ),
        ).toBe(2);
    });
});
