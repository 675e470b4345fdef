/**
 * What is said to a screen reader, one sentence after the other. A page has one of these and one `Announcer` that
 * speaks it; the same sentence twice in a row is spoken twice.
 */
export class Announcements {
    #sentence = $state.raw({ text: '', turn: 0 });

    get sentence(): { readonly text: string; readonly turn: number } {
        return this.#sentence;
    }

    say(text: string): void {
        this.#sentence = { text, turn: this.#sentence.turn + 1 };
    }
}
