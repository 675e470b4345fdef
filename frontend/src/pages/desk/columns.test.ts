import { describe, expect, test } from 'vitest';
import { aDeskQuestion } from '../../testing/rows';
import { byWish, columnsOf, oldestWaiting } from './columns';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 12, minute)).toISOString();
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

describe('the columns', () => {
    test('every status stands in exactly one place', () => {
        const statuses = [
            'pending',
            'published',
            'queued',
            'onAir',
            'answered',
            'dismissed',
            'merged',
            'withdrawn',
        ] as const;
        const columns = columnsOf(statuses.map((status) => aDeskQuestion(status, { status })));
        expect(ids(columns.review)).toEqual(['pending']);
        expect(ids(columns.published)).toEqual(['published']);
        expect(ids(columns.queue)).toEqual(['queued']);
        expect(columns.onAir?.id).toBe('onAir');
        for (const list of ['answered', 'dismissed', 'merged', 'withdrawn'] as const) {
            expect(ids(columns.done[list])).toEqual([list]);
        }
    });

    test('what waits is shown oldest first, what is set aside after it', () => {
        const { review } = columnsOf([
            aDeskQuestion('aside', { held: true, askedAt: at(1) }),
            aDeskQuestion('new', { askedAt: at(9) }),
            aDeskQuestion('old', { askedAt: at(2) }),
        ]);
        expect(ids(review)).toEqual(['old', 'new', 'aside']);
        expect(oldestWaiting(review)).toBe(at(2));
    });

    test('with everything set aside nobody waits', () => {
        expect(oldestWaiting([aDeskQuestion('aside', { held: true })])).toBeUndefined();
    });

    test('the queue is sorted by rank, then by id', () => {
        const { queue } = columnsOf([
            aDeskQuestion('b', { status: 'queued', rank: 5 }),
            aDeskQuestion('c', { status: 'queued', rank: -1 }),
            aDeskQuestion('a', { status: 'queued', rank: 5 }),
        ]);
        expect(ids(queue)).toEqual(['c', 'a', 'b']);
    });

    test('what was decided last stands first among what is done', () => {
        const { done } = columnsOf([
            aDeskQuestion('first', { status: 'dismissed', decidedAt: at(1) }),
            aDeskQuestion('last', { status: 'dismissed', decidedAt: at(3) }),
        ]);
        expect(ids(done.dismissed)).toEqual(['last', 'first']);
    });
});

test('wishes: pinned first, then by votes, then by age', () => {
    const votes = new Map([
        ['few', 1],
        ['many', 9],
        ['same', 9],
    ]);
    const rows = [
        aDeskQuestion('few', { askedAt: at(1) }),
        aDeskQuestion('same', { askedAt: at(3) }),
        aDeskQuestion('many', { askedAt: at(2) }),
        aDeskQuestion('pinned', { pinned: true, askedAt: at(5) }),
    ];
    expect(ids(rows.sort(byWish(votes)))).toEqual(['pinned', 'many', 'same', 'few']);
});
