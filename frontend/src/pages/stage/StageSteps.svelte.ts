import type { RefusalCode } from '../../protocol/problems';
import type { CommandBodies, CommandName } from '../../protocol/commands';
import type { LiveState } from '../../state/LiveState.svelte';
import type { Lineup } from './lineup';

export type Step = 'take' | 'answered' | 'later' | 'handBack';

/** What came of the last step, for the line above the buttons. */
export type Note =
    | { readonly kind: 'done'; readonly step: Step; readonly number: number }
    | { readonly kind: 'undone' }
    | { readonly kind: 'already'; readonly by: string | undefined; readonly at: string }
    | { readonly kind: 'refused'; readonly code: RefusalCode }
    | { readonly kind: 'unanswered' };

/** A step that can be taken back for as long as the question on air is still the one it left there. */
interface Undoable {
    readonly seq: number;
    readonly leaves: string | undefined;
}

const giveUpMs = 10_000;
/** A presenter's clicker bounces and is pressed twice by nervous thumbs; nobody answers a question in this time. */
const clickerRestMs = 900;

/** The steps of whoever is on stage: one at a time, each on the revision that was seen, the last one undoable. */
export class StageSteps {
    readonly #live: Pick<LiveState<'stage'>, 'command'>;
    readonly #now: () => number;
    #busy = $state.raw(false);
    #note = $state.raw<Note>();
    #undoable = $state.raw<Undoable>();
    readonly #clickedAt = { forward: Number.NEGATIVE_INFINITY, back: Number.NEGATIVE_INFINITY };

    constructor(live: Pick<LiveState<'stage'>, 'command'>, now: () => number = () => performance.now()) {
        this.#live = live;
        this.#now = now;
    }

    /** Whether a step is on its way; until it is answered there is no other. */
    get busy(): boolean {
        return this.#busy;
    }

    get note(): Note | undefined {
        return this.#note;
    }

    /** What there is to say of the last step now: that it is done goes without saying once something else is on air. */
    noteFor(lineup: Lineup): Note | undefined {
        return this.#note?.kind === 'done' && !this.canUndo(lineup) ? undefined : this.#note;
    }

    /** Takes a note away that has been read; one that has come meanwhile stays. */
    forget(note: Note): void {
        if (this.#note === note) {
            this.#note = undefined;
        }
    }

    canUndo(lineup: Lineup): boolean {
        return this.#undoable !== undefined && this.#undoable.leaves === lineup.now?.id;
    }

    /** Puts the next question on air; the one there now counts as answered in the same moment. */
    async take({ now, next }: Lineup): Promise<void> {
        if (next !== undefined) {
            const { id: question, revision, number } = next;
            const replaces = now === undefined ? {} : { replaces: now.id };
            await this.#give('air', { question, revision, ...replaces }, { step: 'take', number, leaves: question });
        }
    }

    async answered({ now }: Lineup): Promise<void> {
        if (now !== undefined) {
            const { id: question, revision, number } = now;
            await this.#give('answer', { question, revision }, { step: 'answered', number, leaves: undefined });
        }
    }

    async later({ now }: Lineup): Promise<void> {
        if (now !== undefined) {
            const { id: question, revision, number } = now;
            await this.#give('later', { question, revision }, { step: 'later', number, leaves: undefined });
        }
    }

    async handBack({ now }: Lineup, reason: string): Promise<void> {
        if (now !== undefined) {
            const { id: question, revision, number } = now;
            const why = reason.trim() === '' ? {} : { reason: reason.trim() };
            await this.#give(
                'handBack',
                { question, revision, ...why },
                { step: 'handBack', number, leaves: undefined },
            );
        }
    }

    async undo(lineup: Lineup): Promise<void> {
        if (this.#undoable !== undefined && this.canUndo(lineup)) {
            await this.#give('undo', { seq: this.#undoable.seq }, undefined);
        }
    }

    /** The two keys of a presenter's clicker; a second press of one right after the first is taken for a bounce. */
    async click(key: 'forward' | 'back', lineup: Lineup): Promise<void> {
        const at = this.#now();
        if (this.#busy || at - this.#clickedAt[key] < clickerRestMs) {
            return;
        }
        this.#clickedAt[key] = at;
        await (key === 'forward' ? this.take(lineup) : this.undo(lineup));
    }

    async #give<N extends CommandName>(
        name: N,
        body: CommandBodies[N],
        made: { readonly step: Step; readonly number: number; readonly leaves: string | undefined } | undefined,
    ): Promise<void> {
        if (this.#busy) {
            return;
        }
        this.#busy = true;
        this.#note = undefined;
        const outcome = await this.#live.command(name, body, { giveUpMs });
        this.#busy = false;
        switch (outcome.kind) {
            case 'done': {
                const { ack } = outcome;
                if (ack.already !== undefined) {
                    this.#undoable = undefined;
                    this.#note = { kind: 'already', by: ack.already.by, at: ack.already.at };
                } else if (made === undefined) {
                    this.#undoable = undefined;
                    this.#note = { kind: 'undone' };
                } else {
                    this.#undoable = ack.seq === undefined ? undefined : { seq: ack.seq, leaves: made.leaves };
                    this.#note = { kind: 'done', step: made.step, number: made.number };
                }
                break;
            }
            case 'refused':
                this.#undoable = undefined;
                this.#note = { kind: 'refused', code: outcome.code };
                break;
            case 'unknown':
                this.#note = { kind: 'unanswered' };
                break;
            default:
                outcome satisfies never;
        }
    }
}
