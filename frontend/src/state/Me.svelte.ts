import { becomeParticipant, fetchIdentity } from '../protocol/http';
import { newId } from '../protocol/ids';
import type { Grant } from '../protocol/messages';
import { number, object, string } from '../protocol/parse';
import type { DeviceStore } from './deviceStore';

const lockName = 'rostrum.participant';
const claimKey = 'participantClaim';
const claimLastsMs = 5_000;
const settleMs = 60;
/** How long somebody who has just pressed a button waits for a key where many come at once. */
const patienceMs = 15_000;
const claim = object({ by: string, until: number });

/** Who this browser is to the server: a participant or not yet, and the rights its personal links gave it. */
export class Me {
    readonly #store: DeviceStore;
    #participant = $state.raw<boolean>();
    #grants = $state.raw<readonly Grant[]>([]);
    #cookiesBlocked = $state.raw(!navigator.cookieEnabled);

    constructor(store: DeviceStore) {
        this.#store = store;
    }

    get grants(): readonly Grant[] {
        return this.#grants;
    }

    /** Whether the browser keeps no cookie of ours, so that asking and voting are impossible. */
    get cookiesBlocked(): boolean {
        return this.#cookiesBlocked;
    }

    /** Asks the server; what it says stays as it was when no answer comes. */
    async refresh(): Promise<void> {
        const answer = await fetchIdentity();
        if (answer.outcome === 'ok') {
            this.#participant = answer.value.participant;
            this.#grants = answer.value.grants;
        }
    }

    /**
     * Makes sure that this browser has a participant's key. `new` means that a line opened before does not know of
     * it and has to be opened again; `busy`, that too many come from this network just now. One tab at a time asks for
     * a key, lest two tabs get two.
     */
    async participate(): Promise<'known' | 'new' | 'blocked' | 'unreachable' | 'busy'> {
        if (this.#participant === true) {
            return 'known';
        }
        let patience = patienceMs;
        for (;;) {
            const outcome = await oneTabAtATime(this.#store, () => this.#register());
            if (typeof outcome === 'string') {
                return outcome;
            }
            if (outcome.waitMs > patience) {
                return 'busy';
            }
            patience -= outcome.waitMs;
            await new Promise((resolve) => setTimeout(resolve, outcome.waitMs));
        }
    }

    /** The server does not know this browser although it has had a key: takes another, if it has none by now. */
    renew(): Promise<'known' | 'new' | 'blocked' | 'unreachable' | 'busy'> {
        this.#participant = undefined;
        return this.participate();
    }

    async #register(): Promise<'new' | 'blocked' | 'unreachable' | { readonly waitMs: number }> {
        const before = await fetchIdentity();
        if (before.outcome !== 'ok') {
            return 'unreachable';
        }
        if (!before.value.participant) {
            const answer = await becomeParticipant();
            if (answer.outcome === 'refused' && answer.problem.retryAfterMs !== undefined) {
                return { waitMs: answer.problem.retryAfterMs };
            }
            if (answer.outcome !== 'ok') {
                return 'unreachable';
            }
            const after = await fetchIdentity();
            if (after.outcome !== 'ok') {
                return 'unreachable';
            }
            if (!after.value.participant) {
                this.#cookiesBlocked = true;
                return 'blocked';
            }
        }
        this.#participant = true;
        this.#cookiesBlocked = false;
        return 'new';
    }
}

/**
 * Runs `work` while no other tab of this browser does. The browser's locks exist in secure contexts only; without
 * them a claim with an end is left in the device's storage and looked at again after a moment.
 */
async function oneTabAtATime<T>(store: DeviceStore, work: () => Promise<T>): Promise<T> {
    if ('locks' in navigator) {
        return navigator.locks.request(lockName, work);
    }
    const me = newId();
    for (;;) {
        const held = store.get(claimKey, claim);
        if (held === undefined || held.until < Date.now()) {
            store.set(claimKey, { by: me, until: Date.now() + claimLastsMs });
        }
        await new Promise((resolve) => setTimeout(resolve, settleMs));
        if (store.get(claimKey, claim)?.by === me) {
            try {
                return await work();
            } finally {
                store.remove(claimKey);
            }
        }
    }
}
