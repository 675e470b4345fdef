import { SvelteMap } from 'svelte/reactivity';
import { Announcements } from '../../components/ui/Announcements.svelte';
import type { Language } from '../../i18n/bilingual';
import type { refusalOfQuestion } from '../../i18n/words/refusals';
import type { RefusalCode } from '../../protocol/problems';
import type { OpenedSession, QuestionLanguage, RoomQuestion } from '../../protocol/views';
import { deviceStore } from '../../state/deviceStore';
import type { DeviceStore } from '../../state/deviceStore';
import { Errands } from '../../state/Errands.svelte';
import { LiveState } from '../../state/LiveState.svelte';
import { Me } from '../../state/Me.svelte';
import { Outbox } from '../../state/Outbox.svelte';
import { Voting } from '../../state/Voting.svelte';
import { Listing } from './Listing.svelte';

/** A question that found too many others at the door knocks again after this time. */
const busyMs = 10_000;

/** What a viewer's page is made of, and what a viewer can do. */
export class Room {
    readonly store: DeviceStore;
    readonly live: LiveState<'room'>;
    readonly me: Me;
    readonly outbox: Outbox;
    readonly errands: Errands;
    readonly voting: Voting;
    readonly listing: Listing;
    readonly announcements = new Announcements();
    readonly #notWithdrawn = new SvelteMap<string, RefusalCode>();
    #refusalOfQuestion = $state.raw<typeof refusalOfQuestion>();

    /** @param outside the device and the line, where they are not the browser's own */
    constructor(code: string, outside: { readonly store?: DeviceStore; readonly live?: LiveState<'room'> } = {}) {
        this.store = outside.store ?? deviceStore();
        const me = new Me(this.store);
        this.me = me;
        this.live =
            outside.live ??
            new LiveState({ code, audience: 'room', identify: async () => (await me.renew()) === 'new' });
        this.outbox = new Outbox(this.live, this.store);
        this.errands = new Errands(this.live, this.store);
        this.errands.onWithdrawn(({ question }, outcome) => {
            if (outcome.kind === 'refused') {
                this.#notWithdrawn.set(question, outcome.code);
            }
        });
        this.voting = new Voting(this.live, this.store, this.errands);
        this.listing = new Listing(this.live, this.store);
    }

    /** Fetches at once what the first view does not need. */
    async fetchWords(): Promise<void> {
        this.#refusalOfQuestion = (await import('../../i18n/words/refusals')).refusalOfQuestion;
    }

    /** Why something was refused, in words; empty until they have come. */
    refusal(code: RefusalCode, language: Language): string {
        return this.#refusalOfQuestion?.(code, language, this.live.limits) ?? '';
    }

    /** The session once it is more than a draft. */
    get session(): OpenedSession | undefined {
        const { session } = this.live;
        return session?.phase === 'draft' ? undefined : session;
    }

    get onAir(): RoomQuestion | undefined {
        return [...this.live.questions.values()].find((row) => row.status === 'onAir');
    }

    get acceptsQuestions(): boolean {
        const { session } = this;
        return (session?.phase === 'open' || session?.phase === 'live') && !session.intakePaused;
    }

    get acceptsVotes(): boolean {
        const { session } = this;
        return (
            (session?.phase === 'open' || session?.phase === 'live') &&
            session.voting &&
            !session.votingPaused &&
            !this.me.cookiesBlocked
        );
    }

    isMine(question: string): boolean {
        return this.live.mine?.questions.some(({ id }) => id === question) ?? false;
    }

    /** Packs what is written and sends it; without a connection it stays on this device. */
    async ask(text: string, language: QuestionLanguage): Promise<void> {
        this.outbox.pack(text, language, this.session?.names ?? false);
        await this.deliver();
    }

    /** Sends what is packed, also what an earlier visit has left. */
    async deliver(): Promise<void> {
        const known = this.live.connection.kind === 'connected' ? await this.#participate() : 'unreachable';
        if (known === 'participant') {
            await this.outbox.deliver();
            return;
        }
        this.outbox.keep();
        if (known === 'busy') {
            setTimeout(() => void this.deliver(), busyMs);
        }
    }

    /** Casts or takes back a vote. It is shown at once and sent as soon as there is a way. */
    vote(question: string): void {
        this.voting.toggle(question);
        void this.deliverErrands();
    }

    /** Withdraws my question for good, as soon as there is a way. */
    withdraw(question: string): void {
        this.#notWithdrawn.delete(question);
        this.errands.keepWithdrawal({ question });
        void this.deliverErrands();
    }

    /** Why a question of mine could not be withdrawn. */
    notWithdrawn(question: string): RefusalCode | undefined {
        return this.#notWithdrawn.get(question);
    }

    /** Sends the votes and withdrawals that are kept, also those of an earlier visit. */
    async deliverErrands(): Promise<void> {
        const known = this.live.connection.kind === 'connected' ? await this.#participate() : 'unreachable';
        if (known === 'participant') {
            this.errands.deliver();
        } else if (known === 'busy') {
            setTimeout(() => void this.deliverErrands(), busyMs);
        }
    }

    /** Makes sure that the server knows this browser; a line opened before that is opened again. */
    async #participate(): Promise<'participant' | 'busy' | 'unreachable'> {
        const outcome = await this.me.participate();
        switch (outcome) {
            case 'new':
                this.live.reconnect();
                return 'participant';
            case 'known':
                return 'participant';
            case 'busy':
                return 'busy';
            case 'blocked':
            case 'unreachable':
                return 'unreachable';
        }
    }
}
