import { dictionary, object, oneOf, optional, string } from '../../protocol/parse';
import type { QuestionLanguage } from '../../protocol/views';
import type { DeviceStore } from '../../state/deviceStore';

interface Message {
    en: string;
    fr: string;
}

const message = object({ en: string, fr: string });
const kept = object({
    question: object({
        text: string,
        language: oneOf('en', 'fr', 'other'),
        origin: oneOf('ahead', 'organizer'),
    }),
    message,
    replaced: optional(message),
    notes: dictionary(string),
});

/**
 * What is being written at the desk of one session. It is kept on this device until it is sent or emptied: a reload, the
 * page in the other language, a closed dialog or window and a refusal leave it as it is.
 */
export class Drafts {
    readonly question = $state<{ text: string; language: QuestionLanguage; origin: 'ahead' | 'organizer' }>({
        text: '',
        language: 'en',
        origin: 'ahead',
    });
    readonly message = $state<Message>({ en: '', fr: '' });
    readonly #store: DeviceStore;
    readonly #key: string;
    #replaced = $state.raw<Message>();
    #notes = $state.raw<Readonly<Record<string, string>>>({});

    constructor(store: DeviceStore, code: string, language: QuestionLanguage) {
        this.#store = store;
        this.#key = `desk.drafts.${code}`;
        this.question.language = language;
        const before = store.get(this.#key, kept);
        if (before !== undefined) {
            if (before.question.text !== '') {
                Object.assign(this.question, before.question);
            }
            Object.assign(this.message, before.message);
            this.#replaced = before.replaced;
            this.#notes = Object.fromEntries(before.notes);
        }
    }

    /** What was typed before a ready-made message took its place. */
    get replaced(): Readonly<Message> | undefined {
        return this.#replaced;
    }

    /** Puts a ready-made message in the place of the draft; what was typed there can be put back. */
    useReady(ready: Readonly<Message>): void {
        const { en, fr } = this.message;
        if (this.#isOwn && (en.trim() !== '' || fr.trim() !== '')) {
            this.#replaced = { en, fr };
        }
        this.message.en = ready.en;
        this.message.fr = ready.fr;
        this.#ready = { en: ready.en, fr: ready.fr };
    }

    putBack(): void {
        Object.assign(this.message, this.#replaced);
        this.#replaced = undefined;
    }

    messageSent(): void {
        this.#replaced = undefined;
        this.message.en = '';
        this.message.fr = '';
    }

    /** The note for setting a question aside. */
    note(question: string): string {
        return this.#notes[question] ?? '';
    }

    /** An empty note is forgotten. */
    writeNote(question: string, text: string): void {
        const others = Object.entries(this.#notes).filter(([id]) => id !== question);
        this.#notes = Object.fromEntries(text === '' ? others : [...others, [question, text]]);
    }

    /** Writes down what is here; to be called whenever it changes. */
    keep(): void {
        const { text, language, origin } = this.question;
        const { en, fr } = this.message;
        const notes = this.#notes;
        const replaced = this.#replaced;
        if ([text, en, fr, ...Object.values(notes)].every((part) => part === '') && replaced === undefined) {
            this.#store.remove(this.#key);
        } else {
            this.#store.set(this.#key, { question: { text, language, origin }, message: { en, fr }, replaced, notes });
        }
    }

    #ready: Readonly<Message> | undefined;

    /** Whether the message is other than the ready-made one that was taken last. */
    get #isOwn(): boolean {
        return this.message.en !== this.#ready?.en || this.message.fr !== this.#ready.fr;
    }
}
