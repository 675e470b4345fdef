import { SvelteMap } from 'svelte/reactivity';
import { boolean, dictionary, number, object } from '../protocol/parse';
import { codeOf } from '../protocol/problems';
import type { RefusalCode } from '../protocol/problems';
import type { DeviceStore } from './deviceStore';
import type { LiveState } from './LiveState.svelte';

/** My last word on one question: `n` grows with each change of mind, so that the newest wins on the server. */
interface Ballot {
    readonly n: number;
    readonly on: boolean;
}

/** My vote until the tally has it: while the tally stands at `base` it counts me as I `was`, not as I am. */
interface Leaning {
    readonly base: number;
    readonly was: boolean;
    readonly on: boolean;
}

/** How long after its confirmation a vote may take to get into a tally, where the server tells one. */
const talliedWithinMs = 2_000;

const ballots = dictionary(object({ n: number, on: boolean }));

/** My votes: shown at once, confirmed by the server, taken back when it refuses. */
export class Voting {
    readonly #live: LiveState<'room'>;
    readonly #store: DeviceStore;
    readonly #key: string;
    readonly #pending = new SvelteMap<string, Ballot>();
    readonly #leaning = new SvelteMap<string, Leaning>();
    readonly #cast: SvelteMap<string, Ballot>;

    constructor(live: LiveState<'room'>, store: DeviceStore) {
        this.#live = live;
        this.#store = store;
        this.#key = `votes.${live.code.toUpperCase()}`;
        this.#cast = new SvelteMap(store.get(this.#key, ballots) ?? []);
    }

    /** Takes over what I say in another window of this browser, until the returned function is called. */
    follow(): () => void {
        return this.#store.watch(this.#key, () => {
            for (const [question, ballot] of this.#store.get(this.#key, ballots) ?? []) {
                if (ballot.n >= (this.#cast.get(question)?.n ?? 0)) {
                    this.#cast.set(question, ballot);
                }
            }
        });
    }

    /** Whether I want this question answered, as far as I have said so. */
    isOn(question: string): boolean {
        return (this.#pending.get(question) ?? this.#known(question))?.on ?? false;
    }

    /** Whether the server has not confirmed my last word yet. */
    isPending(question: string): boolean {
        return this.#pending.has(question);
    }

    /** The votes to show: the server's count, and my own while it is not in it yet. */
    count(question: string): number {
        const tally = this.#live.votes.get(question) ?? 0;
        const leaning = this.#leaning.get(question);
        if (leaning?.base !== tally || leaning.was === leaning.on) {
            return tally;
        }
        return Math.max(0, tally + (leaning.on ? 1 : -1));
    }

    /** Changes my mind about a question; resolves with the code of a refusal, after the old state is back. */
    async toggle(question: string): Promise<RefusalCode | undefined> {
        const before = this.#known(question);
        const ballot = {
            n: Math.max(before?.n ?? 0, this.#pending.get(question)?.n ?? 0) + 1,
            on: !this.isOn(question),
        };
        const base = this.#live.votes.get(question) ?? 0;
        const leaning = this.#leaning.get(question);
        const was = leaning?.base === base ? leaning.was : this.isOn(question);
        this.#pending.set(question, ballot);
        this.#leaning.set(question, { base, was, on: ballot.on });
        this.#keep(question, { n: ballot.n, on: before?.on ?? false });
        const outcome = await this.#live.command('vote', { question, ...ballot });
        if (this.#pending.get(question)?.n !== ballot.n) {
            return undefined;
        }
        this.#pending.delete(question);
        if (outcome.type === 'ack') {
            this.#keep(question, ballot);
            setTimeout(() => {
                // Of a question far down the list no tally comes, and my vote counts all the same.
                const told = this.#live.votes.get(question) ?? 0;
                if (!this.#pending.has(question) && this.#leaning.get(question)?.base !== told) {
                    this.#leaning.delete(question);
                }
            }, talliedWithinMs);
            return undefined;
        }
        this.#leaning.delete(question);
        return outcome.type === 'nack' ? codeOf(outcome.problem) : 'unavailable';
    }

    /** The newest of what this device remembers and what the server says. */
    #known(question: string): Ballot | undefined {
        const told = this.#live.mine?.votes.find((vote) => vote.question === question);
        const cast = this.#cast.get(question);
        return told !== undefined && told.n >= (cast?.n ?? 0) ? told : cast;
    }

    #keep(question: string, ballot: Ballot): void {
        this.#cast.set(question, ballot);
        this.#store.set(this.#key, Object.fromEntries(this.#cast));
    }
}
