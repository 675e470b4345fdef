import { untrack } from 'svelte';
import type { CommandBodies, CommandName } from '../protocol/commands';
import { openEvents } from '../protocol/events';
import { sessionHttp } from '../protocol/http';
import type { SessionHttp } from '../protocol/http';
import { newId } from '../protocol/ids';
import { abnormal } from '../protocol/line';
import type { Line, OpenLine } from '../protocol/line';
import { parsersFor } from '../protocol/messages';
import type { Hello, Limits, List, Mine, Parsers, Person, Resync, ServerMessage } from '../protocol/messages';
import { Backoff, closing, plannedEnd, Ways } from '../protocol/reconnect';
import type { StopReason } from '../protocol/reconnect';
import { openSocket } from '../protocol/socket';
import type { Audience, QuestionOf, SessionOf } from '../protocol/views';
import type { Picture, Shown } from './fold';
import { InFlight } from './InFlight';
import type { Outcome } from './InFlight';
import { LivePicture } from './LivePicture.svelte';

/**
 * How things stand with the connection; a page turns it into words. `paced` where the session was not looked for yet:
 * from this network came too many codes that no session has.
 */
export type Connection =
    | { readonly kind: 'connecting' | 'paced' | 'connected' | 'reconnecting' | 'offline' | 'restarting' }
    | { readonly kind: 'stopped'; readonly reason: StopReason };

export type PageOutcome = 'more' | 'end' | 'failed';

export interface LiveOptions<A extends Audience> {
    readonly code: string;
    readonly audience: A;
    /** The ways to connect, best first. */
    readonly socket?: OpenLine;
    readonly fallback?: OpenLine;
    readonly http?: SessionHttp<A>;
    readonly random?: () => number;
    /** Makes this browser known to a server that has not taken a command for that; whether it could be done. */
    readonly identify?: () => Promise<boolean>;
}

const none: ReadonlyMap<string, never> = new Map<string, never>();
/** Commands that may be longer than a message over a socket. */
const byPost: ReadonlySet<CommandName> = new Set<CommandName>(['plan']);
const giveUpAfterMs = 30_000;
/** A line that lived this long and then ends as planned is opened anew at once and without a word. */
const settledAfterMs = 10_000;

/**
 * One audience of one session, kept in step with the server: it takes a snapshot, follows the frames from there,
 * comes back by itself after any loss and notices every gap. What is shown is derived from {@link picture}.
 */
export class LiveState<A extends Audience> {
    readonly code: string;
    readonly audience: A;
    readonly #http: SessionHttp<A>;
    readonly #parsers: Parsers<A>;
    readonly #socket: OpenLine;
    readonly #fallback: OpenLine;
    readonly #random: () => number;
    readonly #identify: (() => Promise<boolean>) | undefined;
    readonly #backoff: Backoff;
    readonly #ways = new Ways();
    readonly #inFlight: InFlight<A>;
    readonly #live = new LivePicture<A>();

    #connection = $state.raw<Connection>({ kind: 'connecting' });
    #you = $state.raw<Hello['you']>();
    #limits = $state.raw<Limits>();
    #lastHeardAt = $state.raw<number>();
    #clockOffsetMs = $state.raw(0);

    #line: Line | undefined;
    #timer: ReturnType<typeof setTimeout> | undefined;
    #generation = 0;
    #greetedAt = Number.POSITIVE_INFINITY;
    #askedToWaitMs = 0;

    constructor(options: LiveOptions<A>) {
        this.code = options.code;
        this.audience = options.audience;
        this.#parsers = parsersFor(options.audience);
        this.#http = options.http ?? sessionHttp(options.code, options.audience, this.#parsers);
        this.#socket = options.socket ?? openSocket;
        this.#fallback = options.fallback ?? openEvents;
        this.#random = options.random ?? Math.random;
        this.#identify = options.identify;
        this.#backoff = new Backoff(this.#random);
        this.#inFlight = new InFlight((command) => {
            if (this.#line?.carriesCommands === true && !byPost.has(command.name)) {
                this.#line.send(command);
            } else {
                void this.#post(command);
            }
        });
    }

    /** The whole picture, or `undefined` until the first snapshot is there. */
    get picture(): Picture<A> | undefined {
        return this.#live.now;
    }

    get session(): SessionOf<A> | undefined {
        return this.picture?.session;
    }

    get questions(): ReadonlyMap<string, QuestionOf<A>> {
        return this.picture?.questions ?? none;
    }

    get votes(): ReadonlyMap<string, number> {
        return this.picture?.votes ?? none;
    }

    get mine(): Mine | undefined {
        return this.picture?.mine;
    }

    get people(): readonly Person[] {
        return this.picture?.people ?? [];
    }

    get viewers(): number | undefined {
        return this.picture?.viewers;
    }

    get you(): Hello['you'] | undefined {
        return this.#you;
    }

    get limits(): Limits | undefined {
        return this.#limits;
    }

    get connection(): Connection {
        return this.#connection;
    }

    /** When the server was last heard, in milliseconds of this device's clock: the age of what is shown. */
    get lastHeardAt(): number | undefined {
        return this.#lastHeardAt;
    }

    /** The server's time in milliseconds, by this device's clock and the difference seen at the last `hello`. */
    serverNow(): number {
        return Date.now() + this.#clockOffsetMs;
    }

    /** Connects, and goes on doing so until the returned function is called. */
    start(): () => void {
        const hint = () => this.#hurry();
        const lost = () => {
            this.#line?.probe();
            this.#waitInWords();
        };
        window.addEventListener('online', hint);
        window.addEventListener('offline', lost);
        document.addEventListener('visibilitychange', hint);
        // Whoever starts this in an effect must not start it anew with every picture.
        untrack(() => void this.#join());
        return () => {
            window.removeEventListener('online', hint);
            window.removeEventListener('offline', lost);
            document.removeEventListener('visibilitychange', hint);
            this.#hangUp();
        };
    }

    /** Connects anew from the present position, for the server to see who is asking (after a cookie has come). */
    reconnect(): void {
        if (this.#connection.kind !== 'stopped') {
            this.#hangUp();
            void this.#join();
        }
    }

    /** Connects again after having been stopped, because whoever is here has come in again. */
    resume(): void {
        if (this.#connection.kind === 'stopped') {
            this.#connection = { kind: this.picture === undefined ? 'connecting' : 'reconnecting' };
            this.#hangUp();
            void this.#join();
        }
    }

    /**
     * Gives a command to the server and resolves with its one answer. While the connection is away the command waits;
     * after `giveUpMs` what became of it is `unknown`. Pass an `id` to go on with a command made earlier. A command that is
     * refused because the server does not know this browser (any more) is given again, with its id, once it does.
     */
    async command<N extends CommandName>(
        name: N,
        body: CommandBodies[N],
        { id = newId(), giveUpMs = giveUpAfterMs }: { readonly id?: string; readonly giveUpMs?: number | 'never' } = {},
    ): Promise<Outcome<A>> {
        const given = { type: 'command', id, name, body } as const;
        const patienceMs = giveUpMs === 'never' ? undefined : giveUpMs;
        const outcome = await this.#inFlight.send(given, patienceMs);
        const isStranger = outcome.kind === 'refused' && outcome.code === 'not-signed-in';
        if (!isStranger || this.#identify === undefined) {
            return outcome;
        }
        if (!(await this.#identify())) {
            return { kind: 'unknown' };
        }
        this.reconnect();
        return this.#inFlight.send(given, patienceMs);
    }

    /** Fetches the next page of a list and adds its rows. */
    async page(list: List, sort?: 'votes' | 'newest'): Promise<PageOutcome> {
        const votesAsked = this.picture?.votes;
        const answer = await this.#http.page(list, sort, this.#live.nextPage(list, sort));
        if (answer.outcome !== 'ok' || !this.#live.addPage(list, sort, answer.value, votesAsked)) {
            return 'failed';
        }
        return answer.value.next === undefined ? 'end' : 'more';
    }

    async #join(): Promise<void> {
        const generation = ++this.#generation;
        if (this.picture === undefined || this.#ways.asksAnew) {
            const taken = await this.#takeSnapshot(generation);
            if (generation !== this.#generation) {
                return;
            }
            if (!taken) {
                if (this.picture !== undefined) {
                    this.#ways.failed();
                }
                this.#comeBack();
                return;
            }
        }
        this.#open(generation);
    }

    /** Whether a snapshot has come and been taken; a session that is not there, or not for us, stops everything. */
    async #takeSnapshot(generation: number): Promise<boolean> {
        const answer = await this.#http.snapshot();
        if (generation !== this.#generation) {
            return false;
        }
        if (answer.outcome === 'refused' && (answer.status === 401 || answer.status === 403)) {
            this.#stop('signIn');
        } else if (answer.outcome === 'refused' && answer.status === 404) {
            this.#stop('unknownSession');
        } else if (answer.outcome === 'refused' && answer.status === 429 && this.picture === undefined) {
            this.#askedToWaitMs = answer.problem.retryAfterMs ?? 0;
            this.#connection = { kind: 'paced' };
        } else if (this.#connection.kind === 'paced') {
            this.#connection = { kind: 'connecting' };
        }
        if (answer.outcome !== 'ok') {
            return false;
        }
        const taken = this.#live.take(answer.value);
        if (taken) {
            this.#heard();
        }
        return taken;
    }

    #open(generation: number): void {
        const picture = this.picture;
        if (picture === undefined) {
            return;
        }
        const useFallback = this.#ways.takesFallback;
        let greeted = false;
        const open = useFallback ? this.#fallback : this.#socket;
        this.#line = open(
            {
                code: this.code,
                audience: this.audience,
                epoch: picture.epoch,
                seq: picture.seq,
                ...(picture.tag === undefined ? {} : { tag: picture.tag }),
            },
            {
                opened: () => undefined,
                message: (text) => {
                    if (generation === this.#generation) {
                        const message = this.#read(text);
                        if (message?.type === 'hello' && !greeted) {
                            greeted = true;
                            this.#ways.proved(useFallback);
                        }
                        if (message !== undefined) {
                            this.#receive(message);
                        }
                    }
                },
                closed: (code) => {
                    if (generation === this.#generation) {
                        if (!greeted && code === abnormal) {
                            this.#ways.failed();
                        }
                        this.#closed(code, greeted);
                    }
                },
            },
        );
    }

    #read(text: string): ServerMessage<A> | undefined {
        this.#heard();
        try {
            return this.#parsers.message(text);
        } catch (error) {
            // A frame that cannot be read is a gap, and a gap is repaired by a snapshot.
            console.warn('A message of the server could not be read:', error);
            this.#resync({ type: 'resync', epoch: '', spreadMs: 1_000 });
            return undefined;
        }
    }

    #receive(message: ServerMessage<A>): void {
        switch (message.type) {
            case 'hello':
                this.#greeted(message);
                break;
            case 'frame':
            case 'tally':
            case 'mine':
            case 'presence':
                this.#show(message);
                break;
            case 'ack':
            case 'nack':
            case 'retry':
                this.#inFlight.answered(message);
                break;
            case 'resync':
                this.#live.goOnFrom(message.epoch, message.seq ?? Number.POSITIVE_INFINITY);
                this.#resync(message);
                break;
            case 'bye':
                this.#askedToWaitMs = message.retryAfterMs;
                if (message.reason === 'restarting') {
                    this.#connection = { kind: 'restarting' };
                }
                break;
            case 'pong':
                break;
            default:
                message satisfies never;
        }
    }

    #greeted(hello: Hello): void {
        this.#greetedAt = Date.now();
        this.#backoff.succeeded();
        this.#you = hello.you;
        this.#limits = hello.limits;
        this.#clockOffsetMs = Date.parse(hello.at) - Date.now();
        this.#connection = { kind: 'connected' };
        this.#inFlight.lineUp();
        if (hello.epoch !== this.picture?.epoch) {
            this.#resync({ type: 'resync', epoch: hello.epoch, spreadMs: 0 });
        }
        if (this.#line?.carriesCommands === false) {
            void this.#fetchMine();
        }
    }

    #show(message: Shown<A>): void {
        if (this.#live.show(message) === 'gap' && message.type === 'frame') {
            this.#resync({ type: 'resync', epoch: this.picture?.epoch ?? '', spreadMs: 1_000 });
            this.#live.keep(message);
        }
    }

    /** Fetches a snapshot beside the open line and replays on it the frames and votes that came meanwhile. */
    #resync(resync: Resync): void {
        if (this.#live.isMending) {
            return;
        }
        this.#live.beginMending();
        const generation = this.#generation;
        const attempt = async () => {
            const taken = await this.#takeSnapshot(generation);
            if (generation !== this.#generation) {
                return;
            }
            if (!taken) {
                this.#timer = setTimeout(() => void attempt(), 500 + this.#backoff.next(document.hidden));
                return;
            }
            // Votes told meanwhile are newer than those of the snapshot.
            for (const message of this.#live.endMending()) {
                this.#show(message);
            }
        };
        this.#timer = setTimeout(() => void attempt(), this.#random() * resync.spreadMs);
    }

    #closed(code: number, greeted: boolean): void {
        this.#line = undefined;
        this.#inFlight.lineDown();
        const next = closing(code);
        if (next.then === 'stop') {
            if (greeted && next.reason === 'signIn') {
                // Turned out in the middle: what the team sees is not for this screen any more. Where only the way
                // back is closed a sign-in has ended, and what is shown and written stays.
                this.#live.forget();
            }
            this.#stop(next.reason);
        } else if (code === plannedEnd && Date.now() - this.#greetedAt > settledAfterMs && !this.#live.isMending) {
            this.#greetedAt = Number.POSITIVE_INFINITY;
            this.#hangUp();
            void this.#join();
        } else {
            this.#comeBack();
        }
    }

    /** Waits, then joins again; what was being repaired over the old line is repaired by joining. */
    #comeBack(): void {
        if (this.#connection.kind === 'stopped') {
            return;
        }
        if (this.#live.isMending) {
            this.#ways.askAnew();
        }
        this.#hangUp();
        this.#waitInWords();
        const asked = this.#askedToWaitMs;
        this.#askedToWaitMs = 0;
        this.#timer = setTimeout(() => void this.#join(), asked + this.#backoff.next(document.hidden));
    }

    #waitInWords(): void {
        if (this.#line === undefined && this.#connection.kind !== 'stopped') {
            if (!navigator.onLine) {
                this.#connection = { kind: 'offline' };
            } else if (this.picture !== undefined && this.#connection.kind !== 'restarting') {
                this.#connection = { kind: 'reconnecting' };
            }
        }
    }

    /** Somebody looks again or the network says it is back: a hint to try now rather than later. */
    #hurry(): void {
        if (document.hidden || this.#connection.kind === 'stopped') {
            return;
        }
        if (this.#line !== undefined) {
            this.#line.probe();
        } else {
            this.#hangUp();
            this.#waitInWords();
            void this.#join();
        }
    }

    #stop(reason: StopReason): void {
        this.#hangUp();
        // Nothing but a rehearsal can be there and then be none any more.
        const ended = reason === 'unknownSession' && this.session?.rehearsal === true;
        this.#connection = { kind: 'stopped', reason: ended ? 'rehearsalEnded' : reason };
    }

    #hangUp(): void {
        this.#generation += 1;
        clearTimeout(this.#timer);
        this.#line?.close();
        this.#line = undefined;
        this.#live.endMending();
        this.#inFlight.lineDown();
    }

    #heard(): void {
        this.#lastHeardAt = Date.now();
    }

    async #post(command: Parameters<SessionHttp<A>['command']>[0]): Promise<void> {
        const answer = await this.#http.command(command);
        if (answer.outcome === 'ok') {
            this.#inFlight.answered(answer.value);
            await this.#fetchMine();
        } else {
            this.#inFlight.answered({ type: 'retry', id: command.id, retryAfterMs: 2_000 });
        }
    }

    /** Where nothing personal comes over the line the fate of one's own questions has to be asked for. */
    async #fetchMine(): Promise<void> {
        if (this.audience === 'room') {
            const held = this.mine;
            const answer = await this.#http.mine();
            // What came over the line meanwhile is newer, or will be followed by what is.
            if (answer.outcome === 'ok' && this.mine === held) {
                this.#show(answer.value);
            }
        }
    }
}
