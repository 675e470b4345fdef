import { describe, expect, test } from 'vitest';
import type { StageQuestion } from '../../protocol/views';
import { lineUp } from './lineup';

function queued(id: string, rank?: number): StageQuestion {
    const place = rank === undefined ? {} : { rank };
    return { id, number: 100, text: `Question ${id}?`, language: 'en', status: 'queued', revision: 1, ...place };
}

const onAir: StageQuestion = { ...queued('z'), status: 'onAir', airedAt: '2026-11-21T00:30:00.000Z' };

describe('the lineup', () => {
    test('is empty while the moderators have chosen nothing', () => {
        expect(lineUp([])).toEqual({ now: undefined, next: undefined, later: [] });
    });

    test('follows the rank, and the id where ranks are the same', () => {
        const { next, later } = lineUp([queued('c', 2), queued('b', 1), queued('a', 2)]);
        expect([next, ...later].map((question) => question?.id)).toEqual(['b', 'a', 'c']);
    });

    test('puts a row without a rank last', () => {
        expect(lineUp([queued('a'), queued('b', 9)]).next?.id).toBe('b');
    });

    test('keeps the question on air out of the queue', () => {
        const lineup = lineUp([onAir, queued('a', 1)]);
        expect(lineup.now?.id).toBe('z');
        expect(lineup.next?.id).toBe('a');
    });

    test('shows one next and five later, however long the queue is', () => {
        const many = Array.from({ length: 20 }, (_, index) => queued(`q${index}`, index));
        const { next, later } = lineUp(many);
        expect(next?.id).toBe('q0');
        expect(later.map((question) => question.id)).toEqual(['q1', 'q2', 'q3', 'q4', 'q5']);
    });
});
