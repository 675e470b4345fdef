import { describe, expect, test } from 'vitest';
import type { DeskQuestion } from '../../protocol/views';
import { aDeskQuestion } from '../../testing/rows';
import { Drawn, outOfOrder, stand, WantedOrder } from './standing';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => aDeskQuestion(id)) as [
    DeskQuestion,
    DeskQuestion,
    DeskQuestion,
    DeskQuestion,
];
const before = [a, b, c].map((row) => ({ row, left: false }));
const unknown = () => undefined;
const marks = (standing: ReturnType<typeof stand>) => standing.map(({ row, left }) => (left ? `(${row.id})` : row.id));

describe('a column', () => {
    test('shows what there is when nobody looks', () => {
        expect(marks(stand(before, [c, d], unknown, () => false))).toEqual(['c', 'd']);
    });

    test('keeps in place, as it is now, what has gone while it is looked at', () => {
        const gone = { ...b, status: 'published' as const, decidedBy: 'Sophie' };
        const standing = stand(
            before,
            [a, c, d],
            (id) => (id === 'b' ? gone : undefined),
            () => true,
        );
        expect(marks(standing)).toEqual(['a', '(b)', 'c', 'd']);
        expect(standing[1]?.row).toBe(gone);
    });

    test('keeps the first and several in a row in their order', () => {
        expect(marks(stand(before, [c], unknown, () => true))).toEqual(['(a)', '(b)', 'c']);
    });

    test('keeps only what is looked at', () => {
        expect(marks(stand(before, [c], unknown, (row) => row.id === 'b'))).toEqual(['(b)', 'c']);
    });

    test('lets go of what it kept when the looking ends, or with a decision', () => {
        const kept = stand(before, [a, c], unknown, () => true);
        expect(marks(stand(kept, [a, c], unknown, () => false))).toEqual(['a', 'c']);
        const drawn = new Drawn();
        drawn.keep(kept, 0);
        expect(marks(drawn.before(0, () => false))).toEqual(['a', '(b)', 'c']);
        expect(marks(drawn.before(1, () => false))).toEqual(['a', 'c']);
    });

    test('keeps through a decision what an answer is awaited for, or has to be read', () => {
        const drawn = new Drawn();
        drawn.keep(
            stand(before, [a, c], unknown, () => true),
            0,
        );
        expect(marks(drawn.before(1, (row) => row.id === 'b'))).toEqual(['a', '(b)', 'c']);
    });

    test('goes by what was drawn, however often it is asked meanwhile', () => {
        const drawn = new Drawn();
        drawn.keep(
            stand(before, [a, c], unknown, () => true),
            0,
        );
        drawn.before(1, () => false);
        expect(marks(drawn.before(1, (row) => row.id === 'b'))).toEqual(['a', '(b)', 'c']);
    });

    test('shows a row as present again when it comes back', () => {
        const kept = stand(before, [a, c], unknown, () => true);
        expect(marks(stand(kept, [a, b, c], unknown, () => true))).toEqual(['a', 'b', 'c']);
    });

    test('gives the same for the same, however often it is asked', () => {
        const once = stand(before, [a, c], unknown, () => true);
        expect(stand(once, [a, c], unknown, () => true)).toEqual(once);
    });
});

describe('the order of wishes', () => {
    const ids = (rows: readonly DeskQuestion[]) => rows.map((row) => row.id);

    test('stays as it is when votes change, until it is asked for', () => {
        const order = new WantedOrder();
        order.keep(order.arrange([a, b, c], new Map([['b', 5]]), 0), 0);
        const later = new Map([
            ['b', 5],
            ['c', 9],
        ]);
        expect(ids(order.arrange([a, b, c], later, 0))).toEqual(['b', 'a', 'c']);
        expect(ids(order.arrange([a, b, c], later, 1))).toEqual(['c', 'b', 'a']);
    });

    test('is that of the rows that were drawn, not of those it was only asked for', () => {
        const order = new WantedOrder();
        expect(ids(order.arrange([a, b, c], new Map([['b', 5]]), 0))).toEqual(['b', 'a', 'c']);
        expect(ids(order.arrange([a, b, c], new Map([['c', 9]]), 0))).toEqual(['c', 'a', 'b']);
    });

    test('gives a row that comes back its place again', () => {
        const order = new WantedOrder();
        order.keep([c, b, a], 0);
        order.keep([c, a], 0);
        expect(ids(order.arrange([a, b, c], new Map(), 0))).toEqual(['c', 'b', 'a']);
    });

    test('what is published later stands at the end', () => {
        const order = new WantedOrder();
        order.keep([a, b], 0);
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
