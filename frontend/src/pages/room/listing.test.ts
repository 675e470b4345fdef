import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aQuestion } from '../../testing/rows';
import { arrange, inOrder, matches } from './listing';
import type { Wanted } from './listing';

const wanted: Wanted = { list: 'all', sort: 'votes', filter: 'all' };
const at = (minute: number) => `2026-11-21T12:${String(minute).padStart(2, '0')}:00.000Z`;
const rows = [
    aQuestion('old', { publishedAt: at(1) }),
    aQuestion('new', { publishedAt: at(9), language: 'fr' }),
    aQuestion('done', { publishedAt: at(2), status: 'answered', answeredAt: at(30) }),
    aQuestion('earlier', { publishedAt: at(3), status: 'answered', answeredAt: at(20) }),
    aQuestion('pinned', { publishedAt: at(0), pinned: true }),
];
const votes = new Map([
    ['old', 5],
    ['new', 2],
    ['done', 99],
    ['earlier', 1],
]);
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe('order', () => {
    test('most wanted: pinned, open by votes, answered by votes', () => {
        expect(ids(inOrder(rows, votes, wanted))).toEqual(['pinned', 'old', 'new', 'done', 'earlier']);
    });

    test('newest: pinned, open by age, answered by answer', () => {
        const order = ids(inOrder(rows, votes, { ...wanted, sort: 'newest' }));
        expect(order).toEqual(['pinned', 'new', 'old', 'done', 'earlier']);
    });

    test('lists and languages', () => {
        expect(ids(inOrder(rows, votes, { ...wanted, list: 'answered' }))).toEqual(['done', 'earlier']);
        expect(ids(inOrder(rows, votes, { ...wanted, filter: 'fr' }))).toEqual(['new']);
        expect(matches(aQuestion('x', { language: 'other' }), { ...wanted, filter: 'en' })).toBe(false);
    });
});

describe('places', () => {
    test('rows keep their place whatever their votes, new ones wait, gone ones leave', () => {
        const { rows: shown, waiting } = arrange(inOrder(rows, votes, wanted), ['new', 'gone', 'old']);
        expect(ids(shown)).toEqual(['new', 'old']);
        expect(ids(waiting)).toEqual(['pinned', 'done', 'earlier']);
    });

    test('every row is either shown or waiting, never both', () => {
        const id = fc.constantFrom('old', 'new', 'done', 'earlier', 'pinned', 'gone');
        fc.assert(
            fc.property(fc.uniqueArray(id), (places) => {
                const { rows: shown, waiting } = arrange(rows, places);
                expect(ids([...shown, ...waiting]).sort()).toEqual(ids(rows).sort());
            }),
        );
    });
});
