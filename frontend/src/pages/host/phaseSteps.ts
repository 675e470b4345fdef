import type { Phase } from '../../protocol/views';

/** The phases in the order in which a session goes through them. */
export const phases: readonly Phase[] = ['draft', 'scheduled', 'open', 'live', 'closed', 'archived'];

export type PhaseWord =
    | 'schedule'
    | 'toDraft'
    | 'open'
    | 'toScheduled'
    | 'start'
    | 'backToOpen'
    | 'end'
    | 'reopen'
    | 'archive'
    | 'unarchive';

/** One way out of a phase: where it leads, its word, and how much it should draw the eye. */
export interface PhaseStep {
    readonly to: Phase;
    readonly word: PhaseWord;
    readonly look: 'primary' | 'secondary' | 'quiet' | 'danger';
}

const steps: Readonly<Record<Phase, readonly PhaseStep[]>> = {
    draft: [{ to: 'scheduled', word: 'schedule', look: 'primary' }],
    scheduled: [
        { to: 'open', word: 'open', look: 'primary' },
        { to: 'live', word: 'start', look: 'secondary' },
        { to: 'draft', word: 'toDraft', look: 'quiet' },
    ],
    open: [
        { to: 'live', word: 'start', look: 'primary' },
        { to: 'scheduled', word: 'toScheduled', look: 'quiet' },
    ],
    live: [
        { to: 'closed', word: 'end', look: 'danger' },
        { to: 'open', word: 'backToOpen', look: 'quiet' },
    ],
    closed: [
        { to: 'live', word: 'reopen', look: 'secondary' },
        { to: 'archived', word: 'archive', look: 'quiet' },
    ],
    archived: [{ to: 'closed', word: 'unarchive', look: 'secondary' }],
};

/** The ways out of a phase, the usual one first. Every step can be taken back. */
export function stepsFrom(phase: Phase): readonly PhaseStep[] {
    return steps[phase];
}

/** How long before its planned start a session goes live without being asked about. */
const earlyMs = 3_600_000;

/** Whether a step is asked about first: ending a session, and going live long before its time. */
export function asksFirst(step: PhaseStep, startsAt: string | undefined, now: number): boolean {
    return (
        step.word === 'end' || (step.word === 'start' && startsAt !== undefined && Date.parse(startsAt) - now > earlyMs)
    );
}
