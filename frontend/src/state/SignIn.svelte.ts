import { untrack } from 'svelte';
import { fetchIdentity, signOut } from '../protocol/http';
import type { Account } from '../protocol/messages';
import { deviceStore } from './deviceStore';
import type { DeviceStore } from './deviceStore';

/** Often enough for a provider whose tokens last five minutes: each look renews the session behind the cookie. */
const lookEveryMs = 4 * 60_000;

const signedOutKey = 'signedOut';

/** Whether somebody may do what they could not do before, if they were there at all. */
function mayDoMore(account: Account, before: Account | undefined): boolean {
    return before === undefined || account.roles.some((role) => !before.roles.includes(role));
}

/**
 * Whether there is an identity provider to sign in with, and who is signed in. A page of the team that stays open all
 * evening keeps its sign-in alive by this, and notices when it has ended.
 */
export class SignIn {
    readonly #returned: () => void;
    readonly #store: DeviceStore;
    #offered = $state.raw(false);
    #account = $state.raw<Account>();
    #linked = $state.raw<string>();
    #ended = $state.raw(false);
    #known = false;

    /** @param returned called when somebody has signed in or got a role while the page was open */
    constructor(returned: () => void = () => undefined, store = deviceStore()) {
        this.#returned = returned;
        this.#store = store;
    }

    get offered(): boolean {
        return this.#offered;
    }

    get account(): Account | undefined {
        return this.#account;
    }

    /** Who is here, by account or else by a personal link. */
    get name(): string | undefined {
        return this.#account?.name ?? this.#linked;
    }

    /** Whether somebody was signed in here and is no more. */
    get ended(): boolean {
        return this.#ended;
    }

    /** Asks the server; what it said before stays when no answer comes. */
    async refresh(): Promise<void> {
        const answer = await fetchIdentity();
        if (answer.outcome !== 'ok') {
            return;
        }
        const { signIn, account, grants } = answer.value;
        const before = this.#account;
        this.#offered = signIn;
        this.#account = account;
        this.#linked = grants[0]?.name;
        this.#ended = signIn && account === undefined && (this.#ended || before !== undefined);
        if (this.#known && account !== undefined && mayDoMore(account, before)) {
            this.#returned();
        }
        this.#known = true;
    }

    /**
     * Asks whenever a line has been refused, which says nothing of why: the sign-in may have ended, or a role been
     * taken away. To be called while a component is made.
     */
    refreshWhen(refused: () => boolean): void {
        $effect(() => {
            if (refused()) {
                untrack(() => void this.refresh());
            }
        });
    }

    /**
     * Looks now, whenever somebody looks at the page again and every few minutes while anybody is signed in. Where
     * somebody signs out in another tab the page begins anew: it may stand open on a computer that others use.
     */
    start(): () => void {
        const seen = () => {
            if (!document.hidden && this.#offered) {
                void this.refresh();
            }
        };
        void this.refresh();
        const timer = setInterval(() => {
            if (this.#account !== undefined) {
                void this.refresh();
            }
        }, lookEveryMs);
        document.addEventListener('visibilitychange', seen);
        const unwatch = this.#store.watch(signedOutKey, () => location.reload());
        return () => {
            unwatch();
            clearInterval(timer);
            document.removeEventListener('visibilitychange', seen);
        };
    }

    /** Signs out here and goes where the provider ends its own session; stays where the server is out of reach. */
    async signOut(): Promise<void> {
        const answer = await signOut();
        if (answer.outcome === 'ok') {
            this.#store.set(signedOutKey, Date.now());
            location.assign(answer.value.to);
        }
    }
}
