import type { DeskQuestion } from '../../protocol/views';
import type { Step } from './steps';

/** Long enough to reach a button with the Tab key. */
const lastsMs = 10_000;

/** A step that waits to be asked for once more. */
export interface Awaited {
    readonly step: Step;
    readonly row: DeskQuestion;
}

/**
 * The steps that are taken only when they are asked for twice: putting before the audience, at once and as the question
 * of the moment, what nobody has reviewed. The first press is forgotten after ten seconds.
 */
export class SecondPress {
    #awaited = $state.raw<Awaited>();
    #timer: ReturnType<typeof setTimeout> | undefined;
    readonly #lapsed: (awaited: Awaited) => void;

    /** @param lapsed is told of a step that was not asked for again in time */
    constructor(lapsed: (awaited: Awaited) => void) {
        this.#lapsed = lapsed;
    }

    get awaited(): Awaited | undefined {
        return this.#awaited;
    }

    /** Whether a question waits for the second press, as it says now. */
    isAwaitedFor(row: DeskQuestion): boolean {
        return this.#awaited?.row.id === row.id && this.#awaited.row.revision === row.revision;
    }

    /**
     * What is to be done now that a step was asked for: it itself, the one that is asked for again, or nothing as yet.
     * Asking for another step, or for the same one of another question, begins anew.
     */
    press(step: Step, row: DeskQuestion): Step | undefined {
        const awaited = this.#awaited;
        const again = this.isAwaitedFor(row) && needsSecondPress(step, row);
        this.forget();
        if (!needsSecondPress(step, row)) {
            return step;
        }
        if (again) {
            return awaited?.step;
        }
        this.#awaited = { step, row };
        this.#timer = setTimeout(() => {
            this.forget();
            this.#lapsed({ step, row });
        }, lastsMs);
        return undefined;
    }

    forget(): void {
        clearTimeout(this.#timer);
        this.#awaited = undefined;
    }
}

/** Whether a step publishes and airs in one what has not been reviewed. */
export function needsSecondPress(step: Step, row: DeskQuestion): boolean {
    return (step === 'air' || step === 'airAndShow') && row.status === 'pending';
}
