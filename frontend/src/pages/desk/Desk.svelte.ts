import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { CommandBodies, CommandName, Switch } from '../../protocol/commands';
import { newId } from '../../protocol/ids';
import { boolean } from '../../protocol/parse';
import type { DeskQuestion, QuestionLanguage } from '../../protocol/views';
import type { DeviceStore } from '../../state/deviceStore';
import type { Outcome as Reply } from '../../state/InFlight';
import type { LiveState } from '../../state/LiveState.svelte';
import { columnsOf } from './columns';
import { Drafts } from './Drafts.svelte';
import { toneOf } from './outcomes';
import type { Outcome } from './outcomes';
import { leaves, orderFor } from './steps';
import type { Details, Step } from './steps';
import { forget, remember } from './undoing';
import type { Taken, Trail } from './undoing';

const keysKey = 'desk.keys';
const summaryKey = 'desk.summary';
/** Long enough for a restart of the service; meanwhile it shows that it waits, and the revision guards the rest. */
const patienceMs = 90_000;

/** What one moderator does at the desk: decisions on their way, what came of them, and the way back. */
export class Desk {
    readonly live: LiveState<'desk'>;
    readonly columns = $derived.by(() => columnsOf(this.live.questions.values()));
    readonly drafts: Drafts;

    readonly #store: DeviceStore;
    readonly #tell: (outcome: Outcome, number: number | undefined) => void;
    readonly #onTheirWay = new SvelteMap<string, Step>();
    readonly #remarks = new SvelteMap<string, Outcome>();
    readonly #flipping = new SvelteSet<Switch>();
    // The revisions on which decisions were taken here: what goes by them need not be kept in view.
    // eslint-disable-next-line svelte/prefer-svelte-reactivity
    readonly #decidedOn = new Map<string, number>();
    #trail = $state.raw<Trail>([]);
    #last = $state.raw<{ readonly outcome: Outcome; readonly number: number | undefined }>();
    #undoing = $state(false);
    #keysOn = $state(true);
    #summaryOn = $state(false);
    #decisions = $state(0);

    /** @param tell is given every outcome once, to be spoken */
    constructor(
        live: LiveState<'desk'>,
        store: DeviceStore,
        language: QuestionLanguage,
        tell: (outcome: Outcome, number: number | undefined) => void,
    ) {
        this.live = live;
        this.#store = store;
        this.#tell = tell;
        this.drafts = new Drafts(store, live.code, language);
        this.#keysOn = store.get(keysKey, boolean) ?? true;
        this.#summaryOn = store.get(summaryKey, boolean) ?? false;
    }

    /** Whether single letters act on the question that has the focus. */
    get keysOn(): boolean {
        return this.#keysOn;
    }

    set keysOn(on: boolean) {
        this.#keysOn = on;
        this.#store.set(keysKey, on);
    }

    /** Whether it is said now and then, to a screen reader, how many questions wait. */
    get summaryOn(): boolean {
        return this.#summaryOn;
    }

    set summaryOn(on: boolean) {
        this.#summaryOn = on;
        this.#store.set(summaryKey, on);
    }

    /** What came of the last thing asked for here, and the number of the question it was about. */
    get last(): { readonly outcome: Outcome; readonly number: number | undefined } | undefined {
        return this.#last;
    }

    /** One's own last step that can be taken back. */
    get undoable(): Taken | undefined {
        return this.#undoing ? undefined : this.#trail.at(-1);
    }

    /** How many decisions were taken here so far. */
    get decisions(): number {
        return this.#decisions;
    }

    /** The decision on a question that has no answer yet. */
    stepOnItsWay(question: string): Step | undefined {
        return this.#onTheirWay.get(question);
    }

    /** Whether a question is about to leave its column by a decision made here. */
    isLeaving(question: string): boolean {
        const step = this.#onTheirWay.get(question);
        const row = this.live.questions.get(question);
        return step !== undefined && row !== undefined && leaves(step, row);
    }

    /** Whether a question stands where it does by a decision made here. */
    wentByMe(row: DeskQuestion): boolean {
        const decidedOn = this.#decidedOn.get(row.id);
        return decidedOn !== undefined && row.revision <= decidedOn + 1;
    }

    /** Whether a decision of this desk on a question has no answer yet, or one that has to be read first. */
    isUnsettled(question: string): boolean {
        const remark = this.#remarks.get(question);
        return this.#onTheirWay.has(question) || (remark !== undefined && toneOf(remark) === 'bad');
    }

    /** What is to be said of a question after a decision of this desk that did not go as meant. */
    remarkOn(question: string): Outcome | undefined {
        return this.#remarks.get(question);
    }

    dropRemark(question: string): void {
        this.#remarks.delete(question);
    }

    isFlipping(name: Switch): boolean {
        return this.#flipping.has(name);
    }

    /** Whether the person here may flip a switch: those of the plan are the organizer's. */
    mayFlip(name: Switch): boolean {
        return this.live.you?.role === 'host' || moderatorSwitches.has(name);
    }

    /** Takes a step on a question as it was shown, unless one is on its way already or there is nothing to do. */
    async take(step: Step, row: DeskQuestion, details?: Details): Promise<void> {
        const order = orderFor(step, row, this.columns, details);
        if (order === undefined || this.#onTheirWay.has(row.id)) {
            return;
        }
        this.#decisions += 1;
        this.#onTheirWay.set(row.id, step);
        this.#tidyRemarks(row.id);
        if (this.live.questions.get(row.id)?.revision === row.revision) {
            this.#decidedOn.set(row.id, row.revision);
        }
        const reply = await this.live.command(order.name, order.body, { giveUpMs: patienceMs });
        this.#onTheirWay.delete(row.id);
        if (reply.kind === 'done' && reply.ack.already === undefined) {
            if (reply.ack.seq !== undefined) {
                this.#trail = remember(this.#trail, { seq: reply.ack.seq, step, question: row.id, number: row.number });
            }
            if (step === 'hold') {
                this.drafts.writeNote(row.id, '');
            }
            this.#say({ kind: 'done', step, number: row.number });
            return;
        }
        this.#decidedOn.delete(row.id);
        const outcome = shortOf(reply, step);
        this.#remarks.set(row.id, outcome);
        this.#say(outcome, row.number);
    }

    /** Puts the first of the queue on air, in the place of what is there. */
    async next(): Promise<void> {
        const first = this.columns.queue[0];
        if (first !== undefined) {
            await this.take('air', first);
        }
    }

    /** Takes back one's own last step. */
    async undo(): Promise<void> {
        const taken = this.undoable;
        if (taken === undefined) {
            return;
        }
        this.#undoing = true;
        const reply = await this.live.command('undo', { seq: taken.seq }, { giveUpMs: patienceMs });
        this.#undoing = false;
        if (reply.kind === 'unknown') {
            this.#say({ kind: 'unanswered' }, taken.number);
            return;
        }
        this.#trail = forget(this.#trail, taken.seq);
        if (reply.kind === 'done') {
            this.#decidedOn.delete(taken.question);
            this.#say({ kind: 'undone', number: taken.number });
        } else {
            this.#say(shortOf(reply), taken.number);
        }
    }

    async flip(name: Switch, on: boolean): Promise<void> {
        if (this.#flipping.has(name)) {
            return;
        }
        this.#flipping.add(name);
        await this.#ask('flip', { switch: name, on }, () => ({ kind: 'flipped', switch: name, on }));
        this.#flipping.delete(name);
    }

    /** Hides everything from the audience or shows it again. */
    async hideOrShow(): Promise<void> {
        const hidden = this.live.session?.hidden;
        if (hidden !== undefined) {
            await this.flip('hidden', !hidden);
        }
    }

    /** Publishes the question drafted here; its draft goes once it is received. Says whether it was. */
    async add(): Promise<boolean> {
        const { text, language, origin } = this.drafts.question;
        const body = { question: newId(), text: text.trim(), language, origin };
        const done = await this.#ask('askFor', body, (number) => ({ kind: 'added', number }));
        if (done) {
            this.drafts.question.text = '';
        }
        return done;
    }

    /** Shows the audience the message drafted here. Says whether it was received. */
    async send(): Promise<boolean> {
        const en = this.drafts.message.en.trim();
        const fr = this.drafts.message.fr.trim();
        const texts = { ...(en === '' ? {} : { en }), ...(fr === '' ? {} : { fr }) };
        const done = await this.#ask('notice', texts, () => ({ kind: 'notice', shown: true }));
        if (done) {
            this.drafts.messageSent();
        }
        return done;
    }

    async removeMessage(): Promise<void> {
        await this.#ask('notice', {}, () => ({ kind: 'notice', shown: false }));
    }

    async #ask<N extends CommandName>(
        name: N,
        body: CommandBodies[N],
        outcome: (number: number | undefined) => Outcome,
    ): Promise<boolean> {
        const reply = await this.live.command(name, body, { giveUpMs: patienceMs });
        const done = reply.kind === 'done';
        this.#say(done ? outcome(reply.ack.number) : shortOf(reply));
        return done;
    }

    /** What was only news is old news once the next decision is taken; refusals stay until they have been seen. */
    #tidyRemarks(question: string): void {
        for (const [id, { kind }] of this.#remarks) {
            if (id === question || kind === 'already') {
                this.#remarks.delete(id);
            }
        }
    }

    #say(outcome: Outcome, number?: number): void {
        this.#last = { outcome, number };
        this.#tell(outcome, number);
    }
}

const moderatorSwitches: ReadonlySet<Switch> = new Set<Switch>([
    'intakePaused',
    'votingPaused',
    'slowMode',
    'hidden',
    'graphic',
]);

/** The outcome of what did not go as meant, or was so already. */
function shortOf(reply: Reply<'desk'>, step?: Step): Outcome {
    switch (reply.kind) {
        case 'done':
            return { kind: 'already', step, by: reply.ack.already?.by, at: reply.ack.already?.at ?? reply.ack.at };
        case 'refused': {
            const { row: now, by, at } = reply.nack;
            return { kind: 'refused', code: reply.code, now, by, at };
        }
        case 'unknown':
            return { kind: 'unanswered' };
        default:
            return reply satisfies never;
    }
}
