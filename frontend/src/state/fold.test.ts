import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Frame, Page, Tally } from '../protocol/messages';
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

    test('a row that comes back brings its votes', () => {
        const votes = new Map([['a', 3]]);
        const gone = folded({ ...held, votes }, aFrame(10, 11, { remove: ['a'] }));
        const back = folded(gone, { ...aFrame(11, 12, { upsert: [aQuestion('a')] }), votes });
        expect(back.votes.get('a')).toBe(3);
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

describe('rows that have risen', () => {
    const rising = (seq: number, rows: readonly RoomQuestion[], epoch = 'one'): Tally<'room'> => ({
        type: 'tally',
        votes: new Map(rows.map((row) => [row.id, 9])),
        epoch,
        seq,
        rows,
    });
    const counted = (picture: Picture<'room'>, tally: Tally<'room'>): Picture<'room'> => {
        const next = fold(picture, tally);
        if (next === 'gap') {
            throw new Error('a tally is no gap');
        }
        return next;
    };

    test('come whole, with their votes', () => {
        const next = counted(held, rising(10, [aQuestion('c')]));
        expect([...next.questions.keys()]).toEqual(['a', 'b', 'c']);
        expect(next.votes).toEqual(new Map([['c', 9]]));
        expect(next.seq).toBe(10);
    });

    test('do not undo what a later frame has said', () => {
        const picture = folded(held, aFrame(10, 12, { remove: ['c'], upsert: [aQuestion('a', { pinned: true })] }));
        const next = counted(picture, rising(11, [aQuestion('c'), aQuestion('a'), aQuestion('d')]));
        expect([...next.questions.keys()]).toEqual(['a', 'b', 'd']);
        expect(next.questions.get('a')?.pinned).toBe(true);
        expect(next.votes.has('c')).toBe(false);
    });

    test('do not undo what was retracted while a snapshot is on its way', () => {
        const picture = retract(held, aFrame(20, 21, { remove: ['c'] }));
        expect(counted(picture, rising(19, [aQuestion('c')])).questions.has('c')).toBe(false);
        expect(counted(picture, rising(22, [aQuestion('c')])).questions.has('c')).toBe(true);
    });

    test('from before the snapshot or another epoch bring their votes only', () => {
        for (const tally of [rising(9, [aQuestion('c')]), rising(12, [aQuestion('c')], 'two')]) {
            const next = counted(held, { ...tally, votes: new Map([['a', 4]]) });
            expect([...next.questions.keys()]).toEqual(['a', 'b']);
            expect(next.votes).toEqual(new Map([['a', 4]]));
        }
    });

    test('stay out while everything is hidden', () => {
        const hidden = folded(held, aFrame(10, 11, { session: aSession({ hidden: true }) }));
        expect(counted(hidden, rising(11, [aQuestion('c')])).questions.size).toBe(0);
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

    test('bring the votes of rows of which no tally has come since they were asked for', () => {
        const asked = { ...held, votes: new Map(Object.entries({ a: 5, b: 5 })) };
        const told = fold(asked, { type: 'tally', votes: new Map([['b', 6]]) });
        const paged = foldPage(
            told === 'gap' ? held : told,
            'published',
            page(10, [...held.questions.values()]),
            asked.votes,
        );
        expect(paged).toHaveProperty('votes', new Map(Object.entries({ a: 1, b: 6 })));
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
                    const made = Math.max(0, picture.seq - back);
                    const rows = [...at(made).values()];
                    const counted = fold(picture, { type: 'tally', votes: new Map(), epoch: 'one', seq: made, rows });
                    picture = counted === 'gap' ? picture : counted;
                    expect(Object.fromEntries(picture.questions)).toEqual(Object.fromEntries(at(picture.seq)));
                }
                picture = folded(picture, frame(picture.seq, steps.length));
                expect(Object.fromEntries(picture.questions)).toEqual(Object.fromEntries(at(steps.length)));
            },
        ),
    );
});
