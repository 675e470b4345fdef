import { newId } from '../protocol/ids';
import { boolean, number, object, optional, string } from '../protocol/parse';
import type { Parsed } from '../protocol/parse';
import { codeOf } from '../protocol/problems';
import type { RefusalCode } from '../protocol/problems';
import { language } from '../protocol/views';
import type { QuestionLanguage } from '../protocol/views';
import type { DeviceStore } from './deviceStore';
import type { LiveState } from './LiveState.svelte';

const draft = object({
    text: string,
    language: optional(language),
    name: optional(string),
    /** Why the server would not have it, where it has been sent. */
    refused: optional(string),
});

/** A question on its way: the same ids go out again until there is an answer, also after a reload. */
const parcel = object({
    command: string,
    question: string,
    text: string,
    language,
    name: optional(string),
    /** Whether the server may have it. */
    tried: boolean,
    /** Not to be sent before this time of this device's clock, in milliseconds: the server said so. */
    notBefore: optional(number),
});
type Parcel = Parsed<typeof parcel>;

export type Sending =
    | { readonly kind: 'writing' }
    | { readonly kind: 'sending' }
    /** On this device only, or without an answer: sent again as soon as the connection is back. */
    | { readonly kind: 'kept' }
    /** On this device only, and sent by itself at a time of this device's clock, in milliseconds. */
    | { readonly kind: 'waiting'; readonly until: number }
    | { readonly kind: 'received'; readonly number: number | undefined }
    /** A draft again, for the server will not have it as it is. */
    | { readonly kind: 'refused'; readonly code: RefusalCode };

const attemptMs = 20_000;
/** How long a question rests after an attempt that had no answer. */
const restMs = 1_500;

/**
 * What is being written and what waits to be sent. Both survive a reload; the text leaves the box only when the
 * server has said that it is stored, or the writer empties it. A question that was packed stays packed until the
 * server has it, or will not have it whatever the wait; then it is a draft again, with the reason.
 */
export class Outbox {
    readonly #store: DeviceStore;
    readonly #live: LiveState<'room'>;
    readonly #key: string;
    #text = $state.raw('');
    #language = $state.raw<QuestionLanguage>();
    #name = $state.raw('');
    #parcel = $state.raw<Parcel>();
    #sending = $state.raw<Sending>({ kind: 'writing' });
    #restsUntil = 0;

    constructor(live: LiveState<'room'>, store: DeviceStore) {
        this.#live = live;
        this.#store = store;
        this.#key = live.code.toUpperCase();
        const kept = store.get(`draft.${this.#key}`, draft);
        this.#text = kept?.text ?? '';
        this.#language = kept?.language;
        this.#name = kept?.name ?? '';
        this.#parcel = store.get(`parcel.${this.#key}`, parcel);
        if (this.#parcel !== undefined) {
            this.#text = this.#parcel.text;
            this.keep();
        } else if (kept?.refused !== undefined) {
            this.#sending = { kind: 'refused', code: codeOf({ code: kept.refused }) };
        }
    }

    get text(): string {
        return this.#text;
    }

    /** The language the writer chose, or `undefined` while it is the page's. */
    get language(): QuestionLanguage | undefined {
        return this.#language;
    }

    get name(): string {
        return this.#name;
    }

    get sending(): Sending {
        return this.#sending;
    }

    /** Whether a question is under way, so that the box cannot be changed without risking to ask twice. */
    get busy(): boolean {
        return this.#parcel !== undefined;
    }

    write(changes: { readonly text?: string; readonly language?: QuestionLanguage; readonly name?: string }): void {
        if (this.#parcel !== undefined) {
            return;
        }
        this.#text = changes.text ?? this.#text;
        this.#language = changes.language ?? this.#language;
        this.#name = changes.name ?? this.#name;
        this.#sending = { kind: 'writing' };
        this.#keepDraft();
    }

    /** Packs what is written; {@link deliver} sends it. The text must be normalised and within its limits. */
    pack(text: string, chosen: QuestionLanguage, withName: boolean): void {
        if (this.#parcel !== undefined) {
            return;
        }
        const name = this.#name.trim();
        this.#keepParcel({
            command: newId(),
            question: newId(),
            text,
            language: chosen,
            ...(withName && name !== '' ? { name } : {}),
            tried: false,
        });
        this.#sending = { kind: 'sending' };
    }

    /** Keeps the packed question on this device for later, saying so. */
    keep(): void {
        if (this.#parcel === undefined) {
            return;
        }
        const { notBefore } = this.#parcel;
        if (notBefore !== undefined && notBefore > Date.now()) {
            this.#sending = { kind: 'waiting', until: notBefore };
        } else {
            this.#restsUntil = Date.now() + restMs;
            this.#sending = { kind: 'kept' };
        }
    }

    /** When the packed question is to be sent, by this device's clock; `undefined` where there is nothing to send. */
    get dueAt(): number | undefined {
        switch (this.#sending.kind) {
            case 'kept':
                return this.#restsUntil;
            case 'waiting':
                return this.#sending.until;
            case 'writing':
            case 'sending':
            case 'received':
            case 'refused':
                return undefined;
            default:
                return this.#sending satisfies never;
        }
    }

    /** Whether the server is known not to have the packed question, so that it can be taken back and changed. */
    get canTakeBack(): boolean {
        return this.#parcel?.tried === false && (this.#sending.kind === 'kept' || this.#sending.kind === 'waiting');
    }

    takeBack(): void {
        if (this.canTakeBack) {
            this.#keepParcel(undefined);
            this.#sending = { kind: 'writing' };
        }
    }

    /** Sends what is packed and resolves when it is answered or has to wait. Safe to call again and again. */
    async deliver(): Promise<void> {
        const packed = this.#parcel;
        if (packed === undefined) {
            return;
        }
        const { notBefore, ...question } = packed;
        if (notBefore !== undefined && notBefore > Date.now()) {
            this.keep();
            return;
        }
        this.#sending = { kind: 'sending' };
        this.#keepParcel({ ...question, tried: true });
        const { command: id, question: ofId, text, language: spoken, name } = question;
        const outcome = await this.#live.command(
            'ask',
            { question: ofId, text, language: spoken, ...(name === undefined ? {} : { name }) },
            { id, giveUpMs: attemptMs },
        );
        if (this.#parcel?.command !== id) {
            return;
        }
        switch (outcome.kind) {
            case 'done':
                this.#keepParcel(undefined);
                this.#text = '';
                this.#language = undefined;
                this.#keepDraft();
                this.#sending = { kind: 'received', number: outcome.ack.number };
                break;
            case 'refused':
                this.#refused(question, outcome.code, outcome.retryAfterMs);
                break;
            case 'unknown':
                this.keep();
                break;
            default:
                outcome satisfies never;
        }
    }

    /** What waiting helps stays packed: it was promised to be kept, and goes out by itself when it may. */
    #refused(packed: Parcel, code: RefusalCode, retryAfterMs: number | undefined): void {
        if (retryAfterMs !== undefined) {
            this.#keepParcel({ ...packed, tried: false, notBefore: Date.now() + retryAfterMs });
            this.keep();
        } else if (code === 'intake-paused') {
            this.#keepParcel({ ...packed, tried: false });
            this.keep();
        } else {
            this.#keepParcel(undefined);
            this.#sending = { kind: 'refused', code };
            this.#keepDraft();
        }
    }

    #keepDraft(): void {
        const key = `draft.${this.#key}`;
        if (this.#text === '' && this.#name === '') {
            this.#store.remove(key);
        } else {
            const refused = this.#sending.kind === 'refused' ? this.#sending.code : undefined;
            this.#store.set(key, { text: this.#text, language: this.#language, name: this.#name, refused });
        }
    }

    #keepParcel(next: Parcel | undefined): void {
        this.#parcel = next;
        if (next === undefined) {
            this.#store.remove(`parcel.${this.#key}`);
        } else {
            this.#store.set(`parcel.${this.#key}`, next);
        }
    }
}
