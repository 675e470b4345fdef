import type { CommandBodies, CommandName, Switch } from '../../protocol/commands';
import type { Answer } from '../../protocol/http';
import { fetchPlan, fetchReadiness } from '../../protocol/plans';
import type { Plan, Readiness } from '../../protocol/plans';
import type { RefusalCode } from '../../protocol/problems';
import type { DeskQuestion, DeskSession, Phase } from '../../protocol/views';
import { LiveState } from '../../state/LiveState.svelte';

/** Whether the organizer's page of a session can be shown, and if not, why. */
export type Access = 'asking' | 'given' | 'denied' | 'unknown' | 'unreachable';

/** What came of a command: its position when it was carried out, or why not. */
/** What came of a change; `unknown` is no refusal, for it may have been made. */
export type Result =
    { readonly ok: true; readonly seq: number } | { readonly ok: false; readonly code: RefusalCode | 'unknown' };

/** What waits at the desk. */
export interface Waiting {
    readonly count: number;
    readonly oldestAt: string | undefined;
}

const readinessEveryMs = 4_000;
const planAgainMs = 3_000;

/** Why a page cannot be shown, from an answer that was not the one asked for. */
export function accessOf(answer: Exclude<Answer<unknown>, { outcome: 'ok' }>): Access {
    if (answer.outcome === 'unreachable') {
        return 'unreachable';
    }
    if (answer.status === 401 || answer.status === 403) {
        return 'denied';
    }
    return answer.status === 404 ? 'unknown' : 'unreachable';
}

/** One session as its organizer sees it: the plan over HTTP, everything that moves from the desk's own feed. */
export class Organizer {
    readonly code: string;
    readonly live: LiveState<'desk'>;
    #plan = $state.raw<Plan>();
    #access = $state.raw<Access>('asking');
    #readiness = $state.raw<Readiness>();

    constructor(code: string, live = new LiveState({ code, audience: 'desk' })) {
        this.code = code;
        this.live = live;
    }

    get access(): Access {
        return this.shutOut && this.session === undefined ? 'denied' : this.#access;
    }

    /** Whether the server lets this browser in no more; what is shown and written stays meanwhile. */
    get shutOut(): boolean {
        return this.live.connection.kind === 'stopped' && this.live.connection.reason === 'signIn';
    }

    /** Whether this was a rehearsal that somebody has ended, here or on another page. */
    get ended(): boolean {
        return this.live.connection.kind === 'stopped' && this.live.connection.reason === 'rehearsalEnded';
    }

    get plan(): Plan | undefined {
        return this.#plan;
    }

    /** The session as the desk sees it now. */
    get session(): DeskSession | undefined {
        return this.live.session;
    }

    get readiness(): Readiness | undefined {
        return this.#readiness;
    }

    get waiting(): Waiting {
        const pending = this.#questions('pending');
        const [oldest] = pending.map((question) => question.askedAt).sort();
        return { count: pending.length, oldestAt: oldest };
    }

    get queued(): number {
        return this.#questions('queued').length;
    }

    get onAir(): DeskQuestion | undefined {
        return this.#questions('onAir')[0];
    }

    /** Asks for the plan until it comes, follows the desk and looks at the readiness every few seconds. */
    start(): () => void {
        let timer: ReturnType<typeof setTimeout> | undefined;
        let stopLive: (() => void) | undefined;
        let over = false;
        const look = async () => {
            if (!document.hidden) {
                const answer = await fetchReadiness(this.code);
                if (answer.outcome === 'ok') {
                    this.#readiness = answer.value;
                }
            }
            if (!over) {
                timer = setTimeout(() => void look(), readinessEveryMs);
            }
        };
        const ask = async () => {
            const answer = await fetchPlan(this.code);
            if (over) {
                return;
            }
            if (answer.outcome === 'ok') {
                this.#plan = answer.value;
                this.#access = 'given';
                stopLive = this.live.start();
                void look();
                return;
            }
            this.#access = accessOf(answer);
            if (this.#access === 'unreachable') {
                timer = setTimeout(() => void ask(), planAgainMs);
            }
        };
        void ask();
        return () => {
            over = true;
            clearTimeout(timer);
            stopLive?.();
        };
    }

    move(to: Phase): Promise<Result> {
        return this.#give('movePhase', { to });
    }

    flip(name: Switch, on: boolean): Promise<Result> {
        return this.#give('flip', { switch: name, on });
    }

    save(plan: CommandBodies['plan']): Promise<Result> {
        return this.#give('plan', plan);
    }

    async #give<N extends CommandName>(name: N, body: CommandBodies[N]): Promise<Result> {
        const outcome = await this.live.command(name, body, { giveUpMs: 10_000 });
        switch (outcome.kind) {
            case 'done':
                return { ok: true, seq: outcome.ack.seq ?? 0 };
            case 'refused':
                return { ok: false, code: outcome.code };
            case 'unknown':
                return { ok: false, code: 'unknown' };
            default:
                return outcome satisfies never;
        }
    }

    #questions(status: DeskQuestion['status']): readonly DeskQuestion[] {
        return [...this.live.questions.values()].filter((question) => question.status === status);
    }
}
