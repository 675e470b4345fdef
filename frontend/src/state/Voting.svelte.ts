import { SvelteMap } from 'svelte/reactivity';
import type { CommandBodies } from '../protocol/commands';
import { boolean, dictionary, number, object } from '../protocol/parse';
import type { DeviceStore } from './deviceStore';
import type { Errands } from './Errands.svelte';
import type { Answered } from './InFlight';
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

/**
 * My votes: shown at once, kept on this device until the server has them, and taken back only when it refuses. A vote
 * whose fate is not known stays cast.
 */
export class Voting {
    readonly #live: LiveState<'room'>;
    readonly #store: DeviceStore;
    readonly #errands: Errands;
    readonly #key: string;
    readonly #leaning = new SvelteMap<string, Leaning>();
    /** By question, the `n` of the vote that was refused. */
    readonly #refused = new SvelteMap<string, number>();
    readonly #cast: SvelteMap<string, Ballot>;
    #refusals = $state.raw(0);

    constructor(live: LiveState<'room'>, store: DeviceStore, errands: Errands) {
        this.#live = live;
        this.#store = store;
        this.#errands = errands;
        this.#key = `votes.${live.code.toUpperCase()}`;
        this.#cast = new SvelteMap(store.get(this.#key, ballots) ?? []);
        errands.onVoted((vote, outcome) => this.#answered(vote, outcome));
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
        return (this.#pending(question) ?? this.#known(question))?.on ?? false;
    }

    /** Whether the server has not confirmed my last word yet. */
    isPending(question: string): boolean {
        return this.#pending(question) !== undefined;
    }

    /** Whether my last word on a question was refused. */
    isRefused(question: string): boolean {
        return this.#refused.has(question);
    }

    /** How many votes have been refused so far. */
    get refusals(): number {
        return this.#refusals;
    }

    /** The votes to show: the server's count, and my own while it is not in it yet. */
    count(question: string): number {
        const tally = this.#live.votes.get(question) ?? 0;
        const leaning = this.#isCountedAnyway(question) ? undefined : this.#leaning.get(question);
        if (leaning?.base !== tally || leaning.was === leaning.on) {
            return tally;
        }
        return Math.max(0, tally + (leaning.on ? 1 : -1));
    }

    /** Changes my mind about a question. It is kept on this device; whoever delivers the errands sends it. */
    toggle(question: string): void {
        const known = this.#known(question);
        const pending = this.#pending(question);
        const ballot = { n: Math.max(known?.n ?? 0, pending?.n ?? 0) + 1, on: !this.isOn(question) };
        const base = this.#live.votes.get(question) ?? 0;
        const leaning = this.#leaning.get(question);
        const was = leaning?.base === base ? leaning.was : this.isOn(question);
        this.#refused.delete(question);
        this.#leaning.set(question, { base, was, on: ballot.on });
        this.#keep(question, { n: ballot.n, on: known?.on ?? false });
        this.#errands.keepVote({ question, ...ballot });
    }

    #answered({ question, n, on }: CommandBodies['vote'], outcome: Answered<'room'>): void {
        if (outcome.kind === 'refused') {
            this.#leaning.delete(question);
            this.#refusals += 1;
            this.#refused.set(question, n);
            return;
        }
        this.#keep(question, { n, on });
        setTimeout(() => {
            // Of a question far down the list no tally comes, and my vote counts all the same; in a group that has
            // another vote of mine it counts no second time.
            const told = this.#live.votes.get(question) ?? 0;
            const counts = this.#leaning.get(question)?.base === told && !this.#mayVoteInGroup();
            if (!this.isPending(question) && !counts) {
                this.#leaning.delete(question);
            }
        }, talliedWithinMs);
    }

    /** Whether a question of mine has been merged into this one, whose first voter I thereby am. */
    #isCountedAnyway(question: string): boolean {
        const number = this.#live.questions.get(question)?.number;
        const mine = this.#live.mine?.questions ?? [];
        return number !== undefined && mine.some(({ leading }) => leading?.number === number);
    }

    /** Whether I have voted for a question that is nowhere any more, and may have been merged into one that is here. */
    #mayVoteInGroup(): boolean {
        const { published = 0, answered = 0 } = this.#live.picture?.more ?? {};
        const votes = published + answered > 0 ? [] : (this.#live.mine?.votes ?? []);
        return votes.some(({ question, on }) => on && !this.#live.questions.has(question));
    }

    /** What I have said last, while the server is not known to have it. */
    #pending(question: string): Ballot | undefined {
        const kept = this.#errands.vote(question);
        return kept !== undefined && kept.n > (this.#told(question)?.n ?? 0) ? kept : undefined;
    }

    #told(question: string): Ballot | undefined {
        return this.#live.mine?.votes.find((vote) => vote.question === question);
    }

    /** The newest of what this device remembers and what the server says. */
    #known(question: string): Ballot | undefined {
        const told = this.#told(question);
        const cast = this.#cast.get(question);
        return told !== undefined && told.n >= (cast?.n ?? 0) ? told : cast;
    }

    #keep(question: string, ballot: Ballot): void {
        this.#cast.set(question, ballot);
        this.#store.set(this.#key, Object.fromEntries(this.#cast));
    }
}
