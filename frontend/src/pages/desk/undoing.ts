import type { Step } from './steps';

/** A step of one's own that the server has acknowledged, by the position it was acknowledged at. */
export interface Taken {
    readonly seq: number;
    readonly step: Step;
    readonly question: string;
    readonly number: number;
}

/** One's own last steps, the newest last. */
export type Trail = readonly Taken[];

const longest = 20;

/** Adds a step; acknowledgements may come in another order than the one in which the server took the steps. */
export function remember(trail: Trail, taken: Taken): Trail {
    if (trail.some(({ seq }) => seq === taken.seq)) {
        return trail;
    }
    return [...trail, taken].sort((a, b) => a.seq - b.seq).slice(-longest);
}

/** Leaves out a step that is undone, or that can be undone no more. */
export function forget(trail: Trail, seq: number): Trail {
    return trail.filter((taken) => taken.seq !== seq);
}
