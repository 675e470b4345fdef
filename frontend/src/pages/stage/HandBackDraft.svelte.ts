import { boolean, object, string } from '../../protocol/parse';
import type { DeviceStore } from '../../state/deviceStore';

const kept = object({ question: string, reason: string, isOpen: boolean });

/**
 * Why a question is about to be handed back. It stays on this device, through a reload too, until the question has gone
 * back or somebody begins to hand back another one.
 */
export class HandBackDraft {
    readonly #store: DeviceStore;
    readonly #key: string;
    #question = $state.raw<string>();
    #reason = $state.raw('');
    #isOpen = $state.raw(false);

    constructor(store: DeviceStore, code: string) {
        this.#store = store;
        this.#key = `stage.handBack.${code}`;
        const before = store.get(this.#key, kept);
        if (before !== undefined) {
            this.#question = before.question;
            this.#reason = before.reason;
            this.#isOpen = before.isOpen;
        }
    }

    get reason(): string {
        return this.#reason;
    }

    /** Whether the reason for handing back this question is being asked for; of another one there is nothing to ask. */
    asksFor(question: string | undefined): boolean {
        return this.#isOpen && question !== undefined && question === this.#question;
    }

    open(question: string): void {
        if (question !== this.#question) {
            this.#question = question;
            this.#reason = '';
        }
        this.#isOpen = true;
        this.#keep();
    }

    write(reason: string): void {
        this.#reason = reason;
        this.#keep();
    }

    /** Goes back without handing anything back. */
    close(): void {
        this.#isOpen = false;
        this.#keep();
    }

    sent(): void {
        this.#question = undefined;
        this.#reason = '';
        this.#isOpen = false;
        this.#store.remove(this.#key);
    }

    #keep(): void {
        if (this.#question !== undefined) {
            this.#store.set(this.#key, { question: this.#question, reason: this.#reason, isOpen: this.#isOpen });
        }
    }
}
