/** What a closed line means for the person: come back by yourself, or stop and say why. */
export type Closing = { readonly then: 'comeBack' } | { readonly then: 'stop'; readonly reason: StopReason };

export type StopReason = 'reload' | 'signIn' | 'unknownSession' | 'rehearsalEnded';

const stops: ReadonlyMap<number, StopReason> = new Map([
    [4001, 'reload'],
    [4003, 'signIn'],
    [4004, 'unknownSession'],
]);

/** The protocol's section 7 as a table; what is not in it comes back. */
export function closing(code: number): Closing {
    const reason = stops.get(code);
    return reason === undefined ? { then: 'comeBack' } : { then: 'stop', reason };
}

/** A planned end: nothing is wrong, and who has been here for a while may come back without a wait. */
export const plannedEnd = 1000;

const baseMs = 500;
const ceilingMs = 20_000;
const hiddenCeilingMs = 60_000;

/** Waiting times with full jitter: anything from nothing to a ceiling that doubles with each failure in a row. */
export class Backoff {
    readonly #random: () => number;
    #failures = 0;

    constructor(random: () => number = Math.random) {
        this.#random = random;
    }

    /** Milliseconds to wait before the next attempt; a tab nobody looks at waits longer. */
    next(hidden: boolean): number {
        const ceiling = Math.min(baseMs * 2 ** this.#failures, hidden ? hiddenCeilingMs : ceilingMs);
        this.#failures = Math.min(this.#failures + 1, 16);
        return Math.round(this.#random() * ceiling);
    }

    /** To be called once a connection has proved itself, not when it has merely opened. */
    succeeded(): void {
        this.#failures = 0;
    }
}

/** Every so many lines that fail without a `hello` the fallback is tried, and the session asked for anew. */
const attemptsPerRound = 3;

/** Which way to connect: what has worked before goes first; every third attempt in a row tries the other way. */
export class Ways {
    #fellBack = false;
    #unproven = 0;

    /** Whether the next line is to be the fallback. */
    get takesFallback(): boolean {
        return this.#fellBack !== (this.#unproven % attemptsPerRound === attemptsPerRound - 1);
    }

    /** Whether a snapshot goes before the next line although there is a picture. */
    get asksAnew(): boolean {
        return this.#unproven > 0 && this.#unproven % attemptsPerRound === 0;
    }

    /** A line said `hello`. */
    proved(fallback: boolean): void {
        this.#unproven = 0;
        this.#fellBack = fallback;
    }

    /** An attempt ended without. */
    failed(): void {
        this.#unproven += 1;
    }

    /** The next attempt is to begin with a snapshot. */
    askAnew(): void {
        this.#unproven = attemptsPerRound;
    }
}
