import { expect, test } from 'vitest';
import { forget, remember } from './undoing';
import type { Trail } from './undoing';

const taken = (seq: number) => ({ seq, step: 'approve' as const, question: `q${seq}`, number: seq });
const seqs = (trail: Trail) => trail.map(({ seq }) => seq);

test('the last step by the server’s order is the first to be undone', () => {
    expect(seqs(remember(remember([], taken(9)), taken(7)))).toEqual([7, 9]);
});

test('an acknowledgement that comes twice is one step', () => {
    expect(seqs(remember(remember([], taken(7)), taken(7)))).toEqual([7]);
});

test('the trail is bounded and loses its oldest steps', () => {
    const trail = Array.from({ length: 30 }, (_, seq) => taken(seq)).reduce<Trail>(remember, []);
    expect(trail).toHaveLength(20);
    expect(trail[0]?.seq).toBe(10);
});

test('an undone step is left out, the one before it is next', () => {
    expect(seqs(forget([taken(3), taken(5)], 5))).toEqual([3]);
});
