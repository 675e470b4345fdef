import type { DismissReason, Phase, QuestionLanguage } from './views';

/** A step on a question, taken on the revision its maker saw. */
interface Step {
    readonly question: string;
    readonly revision: number;
}

export type Switch =
    | 'intakePaused'
    | 'votingPaused'
    | 'slowMode'
    | 'hidden'
    | 'graphic'
    | 'premoderation'
    | 'voting'
    | 'names'
    | 'tellDisrespectful';

interface Texts {
    readonly en?: string;
    readonly fr?: string;
}

/** The body of every command, by its name: section 5 of the protocol. */
export interface CommandBodies {
    readonly ask: {
        readonly question: string;
        readonly text: string;
        readonly language: QuestionLanguage;
        readonly name?: string;
    };
    readonly withdraw: { readonly question: string };
    readonly vote: { readonly question: string; readonly n: number; readonly on: boolean };
    readonly askFor: {
        readonly question: string;
        readonly text: string;
        readonly language: QuestionLanguage;
        readonly origin: 'ahead' | 'organizer';
    };
    readonly approve: Step;
    readonly release: Step;
    readonly unqueue: Step;
    readonly later: Step;
    readonly reopen: Step;
    readonly restore: Step;
    readonly pin: Step;
    readonly unpin: Step;
    readonly unmerge: Step;
    readonly hold: Step & { readonly note?: string };
    readonly queue: Step & { readonly place: 'first' | 'last' };
    readonly move: { readonly question: string; readonly before?: string };
    readonly air: Step & { readonly replaces?: string; readonly graphic?: boolean };
    readonly answer: Step & { readonly inWriting?: boolean };
    readonly handBack: Step & { readonly reason?: string };
    readonly dismiss: Step & { readonly reason: DismissReason };
    readonly merge: Step & { readonly into: string };
    readonly setLanguage: { readonly question: string; readonly language: QuestionLanguage };
    readonly undo: { readonly seq: number };
    readonly flip: { readonly switch: Switch; readonly on: boolean };
    readonly notice: Texts;
    readonly movePhase: { readonly to: Phase };
    readonly plan: {
        readonly titles: Texts;
        readonly descriptions: Texts;
        /** What clocks in the time zone are to show, `2026-12-03T19:00`, as are `endsAt`'s. */
        readonly startsAt?: string;
        readonly endsAt?: string;
        readonly timeZone: string;
        readonly streamUrl?: string;
    };
}

export type CommandName = keyof CommandBodies;

/** A command as it goes over the wire. The client makes the id, and sends the same one again until it is answered. */
export interface Command<N extends CommandName = CommandName> {
    readonly type: 'command';
    readonly id: string;
    readonly name: N;
    readonly body: CommandBodies[N];
}

export type ClientMessage = Command | { readonly type: 'ping' };
