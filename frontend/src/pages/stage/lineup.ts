import type { StageQuestion } from '../../protocol/views';

/** What a panelist sees at a glance: the question on air, one next and a few later. */
export interface Lineup {
    readonly now: StageQuestion | undefined;
    readonly next: StageQuestion | undefined;
    readonly later: readonly StageQuestion[];
}

/** More than this cannot be taken in at a glance. */
const laterShown = 5;

export function lineUp(questions: Iterable<StageQuestion>): Lineup {
    const all = [...questions];
    const [next, ...rest] = all.filter((question) => question.status === 'queued').sort(inQueueOrder);
    return { now: all.find((question) => question.status === 'onAir'), next, later: rest.slice(0, laterShown) };
}

/** The protocol's order of the queue: by rank, then by id; a row without a rank stands last. */
function inQueueOrder(a: StageQuestion, b: StageQuestion): number {
    const byRank = (a.rank ?? Number.MAX_VALUE) - (b.rank ?? Number.MAX_VALUE);
    return byRank !== 0 ? byRank : a.id < b.id ? -1 : 1;
}
