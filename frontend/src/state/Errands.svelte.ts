import { SvelteMap } from 'svelte/reactivity';
import type { CommandBodies } from '../protocol/commands';
import { newId } from '../protocol/ids';
import { boolean, dictionary, number, object, oneOf, string } from '../protocol/parse';
import type { Parser } from '../protocol/parse';
import type { DeviceStore } from './deviceStore';
import type { Answered } from './InFlight';
import type { LiveState } from './LiveState.svelte';

type ErrandName = 'vote' | 'withdraw';

/** A command that goes out until it is answered. Its id never changes, so that it is carried out once. */
type Errand = {
    readonly [N in ErrandName]: { readonly id: string; readonly name: N; readonly body: CommandBodies[N] };
}[ErrandName];

const vote = object({
    id: string,
    name: oneOf('vote'),
    body: object({ question: string, n: number, on: boolean }),
});
const withdraw = object({ id: string, name: oneOf('withdraw'), body: object({ question: string }) });
const errand: Parser<Errand> = (value, at) => {
    const { name } = object({ name: oneOf('vote', 'withdraw') })(value, at);
    return name === 'vote' ? vote(value, at) : withdraw(value, at);
};
const errands = dictionary(errand);

/** Told what became of an errand. It has left the device then. */
export type Settled<N extends ErrandName> = (body: CommandBodies[N], outcome: Answered<'room'>) => void;

const none = () => undefined;

/**
 * A viewer's commands that have no answer yet, kept on the device: each goes out over the next line, and after a
 * reload, until the server has said what became of it. Of each question there is one vote and one withdrawal.
 */
export class Errands {
    readonly #live: LiveState<'room'>;
    readonly #store: DeviceStore;
    readonly #key: string;
    readonly #kept: SvelteMap<string, Errand>;
    /** What has been sent or rests until it may be sent again, by id. */
    readonly #underWay = new SvelteMap<string, Errand>();
    #voted: Settled<'vote'> = none;
    #withdrawn: Settled<'withdraw'> = none;

    constructor(live: LiveState<'room'>, store: DeviceStore) {
        this.#live = live;
        this.#store = store;
        this.#key = `errands.${live.code.toUpperCase()}`;
        this.#kept = new SvelteMap(store.get(this.#key, errands) ?? []);
    }

    /** Whether there is something to be delivered. */
    get areThere(): boolean {
        return this.#kept.size > 0;
    }

    /** My vote on a question that the server has not confirmed yet. */
    vote(question: string): CommandBodies['vote'] | undefined {
        const kept = this.#kept.get(`vote ${question}`);
        return kept?.name === 'vote' ? kept.body : undefined;
    }

    isWithdrawing(question: string): boolean {
        return this.#kept.has(`withdraw ${question}`);
    }

    onVoted(settled: Settled<'vote'>): void {
        this.#voted = settled;
    }

    onWithdrawn(settled: Settled<'withdraw'>): void {
        this.#withdrawn = settled;
    }

    /** Keeps a vote, in the place of an older one on the same question; {@link deliver} sends it. */
    keepVote(body: CommandBodies['vote']): void {
        this.#keep({ id: newId(), name: 'vote', body });
    }

    keepWithdrawal(body: CommandBodies['withdraw']): void {
        if (!this.isWithdrawing(body.question)) {
            this.#keep({ id: newId(), name: 'withdraw', body });
        }
    }

    /** Sends what is kept and not under way yet. Safe to call again and again. */
    deliver(): void {
        for (const kept of this.#kept.values()) {
            void this.#send(kept);
        }
    }

    /** Learns what another window of this browser has had answered, until the returned function is called. */
    follow(): () => void {
        return this.#store.watch(this.#key, () => {
            const stored = this.#stored().map(([key]) => key);
            for (const [key, { id }] of this.#kept) {
                if (!stored.includes(key) && !this.#underWay.has(id)) {
                    this.#kept.delete(key);
                }
            }
        });
    }

    #keep(kept: Errand): void {
        const key = keyOf(kept);
        this.#kept.set(key, kept);
        this.#save([...this.#stored(), [key, kept]]);
    }

    async #send(kept: Errand): Promise<void> {
        if (this.#underWay.has(kept.id)) {
            return;
        }
        this.#underWay.set(kept.id, kept);
        const outcome = await this.#live.command(kept.name, kept.body, { id: kept.id, giveUpMs: 'never' });
        const superseded = this.#kept.get(keyOf(kept))?.id !== kept.id;
        if (superseded) {
            this.#underWay.delete(kept.id);
        } else if (outcome.kind === 'refused' && outcome.retryAfterMs !== undefined) {
            // It is refused for now: it stays, and goes out again when it may.
            setTimeout(() => {
                this.#underWay.delete(kept.id);
                if (this.#kept.get(keyOf(kept))?.id === kept.id) {
                    void this.#send(kept);
                }
            }, outcome.retryAfterMs);
        } else {
            this.#underWay.delete(kept.id);
            if (outcome.kind !== 'unknown') {
                this.#settle(kept, outcome);
            }
        }
    }

    #settle(kept: Errand, outcome: Answered<'room'>): void {
        const key = keyOf(kept);
        this.#kept.delete(key);
        this.#save(this.#stored().filter(([other, { id }]) => other !== key || id !== kept.id));
        if (kept.name === 'vote') {
            this.#voted(kept.body, outcome);
        } else {
            this.#withdrawn(kept.body, outcome);
        }
    }

    /** What is kept, by whichever window of this browser. */
    #stored(): readonly (readonly [string, Errand])[] {
        return [...(this.#store.get(this.#key, errands) ?? [])];
    }

    #save(all: readonly (readonly [string, Errand])[]): void {
        if (all.length === 0) {
            this.#store.remove(this.#key);
        } else {
            this.#store.set(this.#key, Object.fromEntries(all));
        }
    }
}

function keyOf({ name, body }: Errand): string {
    return `${name} ${body.question}`;
}
