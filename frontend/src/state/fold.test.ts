import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Frame, Page } from '../protocol/messages';
import type { RoomQuestion } from '../protocol/views';
import { aFrame, aQuestion, aSession, aSnapshot } from '../testing/rows';
import { begin, fold, foldPage, retract } from './fold';
import type { Picture } from './fold';

const held = begin(aSnapshot(10, [aQuestion('a'), aQuestion('b')]), undefined);

function folded(picture: Picture<'room'>, frame: Frame<'room'>): Picture<'room'> {
    const next = fold(picture, frame);
    if (next === 'gap') {
        throw new Error(`gap between ${picture.seq} and ${frame.prev}`);
    }
    return next;
}

describe('frames', () => {
    test('one that is already known changes nothing', () => {
        expect(fold(held, aFrame(8, 10, { remove: ['a'] }))).toBe(held);
    });

    test('one that leaves something out is a gap', () => {
        expect(fold(held, aFrame(11, 12))).toBe('gap');
    });

    test('one that reaches back further than needed is applied', () => {
        const next = folded(held, aFrame(3, 12, { upsert: [aQuestion('c')], remove: ['a'] }));
        expect([...next.questions.keys()]).toEqual(['b', 'c']);
        expect(next.seq).toBe(12);
    });

    test('a removal takes the votes along', () => {
        const voted = { ...held, votes: new Map([['a', 3]]) };
        expect(folded(voted, aFrame(10, 11, { remove: ['a'] })).votes.has('a')).toBe(false);
    });

    test('hiding everything leaves no row', () => {
        const next = folded(held, aFrame(10, 11, { session: aSession({ hidden: true }), upsert: [aQuestion('z')] }));
        expect(next.questions.size).toBe(0);
        expect(folded(next, aFrame(11, 12, { upsert: [aQuestion('y')] })).questions.size).toBe(0);
    });

    test('what a frame retracts goes at once although the frame has to wait', () => {
        expect([...retract(held, aFrame(20, 21, { remove: ['a'] })).questions.keys()]).toEqual(['b']);
    });
});

describe('tallies', () => {
    test('are absolute and only for rows held', () => {
        const votes = new Map([
            ['a', 7],
            ['unknown', 9],
        ]);
        const next = fold(held, { type: 'tally', votes });
        expect(next).toHaveProperty('votes', new Map([['a', 7]]));
    });
});

describe('my questions', () => {
    const mine = { type: 'mine', epoch: 'one', questions: [], votes: [] } as const;

    test('an older message does not replace a newer one', () => {
        const newer = fold(held, { ...mine, seq: 12 });
        expect(newer).toHaveProperty('mine.seq', 12);
        expect(newer === 'gap' ? newer : fold(newer, { ...mine, seq: 11 })).toBe(newer);
    });

    test('another epoch replaces whatever its number', () => {
        const newer = fold(held, { ...mine, seq: 12 });
        const restored = newer === 'gap' ? newer : fold(newer, { ...mine, epoch: 'two', seq: 1 });
        expect(restored).toHaveProperty('mine.epoch', 'two');
    });
});

describe('pages', () => {
    const page = (seq: number, rows: readonly RoomQuestion[], changes: Partial<Page<'room'>> = {}): Page<'room'> => ({
        epoch: 'one',
        seq,
        questions: rows,
        votes: new Map(rows.map((row) => [row.id, 1])),
        ...changes,
    });

    test('do not bring back what a later frame removed', () => {
        const next = folded(held, aFrame(10, 12, { remove: ['a'] }));
        const paged = foldPage(next, 'published', page(11, [aQuestion('a'), aQuestion('d')]));
        expect(paged === 'stale' ? paged : [...paged.questions.keys()]).toEqual(['b', 'd']);
    });

    test('of another epoch or from before the snapshot are stale', () => {
        expect(foldPage(held, 'published', page(9, []))).toBe('stale');
        expect(foldPage(held, 'published', page(12, [], { epoch: 'two' }))).toBe('stale');
    });

    test('the last one leaves nothing more', () => {
        const full = { ...held, more: { published: 4, answered: 2 } };
        expect(foldPage(full, 'published', page(10, [], { next: 'x' }))).toHaveProperty('more.published', 4);
        expect(foldPage(full, 'published', page(10, []))).toHaveProperty('more', { answered: 2 });
    });
});

/**
 * A history of a small session: at each position some rows are shown or gone. Whatever frames a client gets (merged,
 * overlapping, repeated) and wherever it joined, it ends with the rows as they are.
 */
const step = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), shown: fc.boolean(), text: fc.string() });

test('every client converges on the rows as they are', () => {
    fc.assert(
        fc.property(
            fc.array(step, { minLength: 1, maxLength: 30 }),
            fc.nat(30),
            fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { minLength: 60, maxLength: 60 }),
            (steps, joinAt, spans) => {
                const at = (seq: number) => {
                    const rows = new Map<string, RoomQuestion>();
                    for (const { id, shown, text } of steps.slice(0, seq)) {
                        if (shown) {
                            rows.set(id, aQuestion(id, { text }));
                        } else {
                            rows.delete(id);
                        }
                    }
                    return rows;
                };
                const frame = (prev: number, seq: number) => {
                    const rows = at(seq);
                    const touched = [...new Set(steps.slice(prev, seq).map(({ id }) => id))];
                    return aFrame(prev, seq, {
                        upsert: touched.flatMap((id) => rows.get(id) ?? []),
                        remove: touched.filter((id) => !rows.has(id)),
                    });
                };
                const start = Math.min(joinAt, steps.length);
                let picture = begin(aSnapshot(start, [...at(start).values()]), undefined);
                for (const [back, forth] of spans) {
                    const prev = Math.max(0, picture.seq - back);
                    const seq = Math.min(steps.length, prev + forth);
                    picture = folded(picture, frame(prev, seq));
                    expect(Object.fromEntries(picture.questions)).toEqual(Object.fromEntries(at(picture.seq)));
                }
                picture = folded(picture, frame(picture.seq, steps.length));
                expect(Object.fromEntries(picture.questions)).toEqual(Object.fromEntries(at(steps.length)));
            },
        ),
    );
});
