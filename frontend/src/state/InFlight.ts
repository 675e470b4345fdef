import type { Command } from '../protocol/commands';
import type { Ack, Nack, Reply } from '../protocol/messages';
import { codeOf } from '../protocol/problems';
import type { Audience } from '../protocol/views';

/** What became of a command. `unanswered` is no refusal: it may have been carried out, or may yet be. */
export type Outcome<A extends Audience> = Ack | Nack<A> | { readonly type: 'unanswered'; readonly id: string };

interface Waiting<A extends Audience> {
    readonly command: Command;
    readonly settle: (outcome: Outcome<A>) => void;
    /** Set while the command is on the line, or waits for the moment to go there again. */
    timer: ReturnType<typeof setTimeout> | undefined;
    phase: 'ready' | 'sent' | 'resting';
}

/** The protocol's bound on unanswered commands of one connection. */
const capacity = 8;
const answerWithinMs = 10_000;
const restMs = 1_000;

/**
 * The commands that have no answer yet. Each is sent with the same id again and again (after `retry`, after a new
 * connection, after silence) until it is answered or its maker has waited long enough: at least once on the wire, and
 * once in effect because the server knows the id.
 */
export class InFlight<A extends Audience> {
    readonly #waiting = new Map<string, Waiting<A>>();
    readonly #transmit: (command: Command) => void;
    #up = false;

    constructor(transmit: (command: Command) => void) {
        this.#transmit = transmit;
    }

    send(command: Command, giveUpAfterMs: number): Promise<Outcome<A>> {
        return new Promise((resolve) => {
            const giveUp = setTimeout(() => {
                this.#drop(command.id);
                resolve({ type: 'unanswered', id: command.id });
            }, giveUpAfterMs);
            const settle = (outcome: Outcome<A>) => {
                clearTimeout(giveUp);
                resolve(outcome);
            };
            this.#waiting.set(command.id, { command, settle, timer: undefined, phase: 'ready' });
            this.#pump();
        });
    }

    /** The line is there: everything unanswered goes over it once more, in the order it was made. */
    lineUp(): void {
        this.#up = true;
        for (const entry of this.#waiting.values()) {
            clearTimeout(entry.timer);
            entry.phase = 'ready';
        }
        this.#pump();
    }

    lineDown(): void {
        this.#up = false;
    }

    answered(reply: Reply<A>): void {
        const entry = this.#waiting.get(reply.id);
        if (entry === undefined) {
            return;
        }
        if (reply.type === 'retry') {
            this.#rest(entry, reply.retryAfterMs);
        } else if (reply.type === 'nack' && asksForPatience(reply)) {
            this.#rest(entry, reply.retryAfterMs ?? reply.problem.retryAfterMs ?? restMs);
        } else {
            this.#drop(reply.id);
            entry.settle(reply);
        }
        this.#pump();
    }

    #drop(id: string): void {
        clearTimeout(this.#waiting.get(id)?.timer);
        this.#waiting.delete(id);
    }

    #rest(entry: Waiting<A>, forMs: number): void {
        clearTimeout(entry.timer);
        entry.phase = 'resting';
        entry.timer = setTimeout(() => {
            entry.phase = 'ready';
            this.#pump();
        }, forMs);
    }

    #pump(): void {
        if (!this.#up) {
            return;
        }
        let room = capacity;
        for (const entry of this.#waiting.values()) {
            room -= entry.phase === 'sent' ? 1 : 0;
        }
        for (const entry of this.#waiting.values()) {
            if (room > 0 && entry.phase === 'ready') {
                room -= 1;
                entry.phase = 'sent';
                entry.timer = setTimeout(() => this.#rest(entry, 0), answerWithinMs);
                this.#transmit(entry.command);
            }
        }
    }
}

/** The server has not looked at the command at all and asks to be asked again. */
function asksForPatience(nack: Nack<Audience>): boolean {
    const code = codeOf(nack.problem);
    return code === 'busy' || code === 'unavailable' || code === 'too-many-in-flight';
}
