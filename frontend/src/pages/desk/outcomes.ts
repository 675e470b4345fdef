import type { Formats } from '../../i18n/Formats';
import type { Language } from '../../i18n/bilingual';
import { desk } from '../../i18n/words/desk';
import { refusals } from '../../i18n/words/refusals';
import { staff } from '../../i18n/words/staff';
import type { Switch } from '../../protocol/commands';
import type { RefusalCode } from '../../protocol/problems';
import type { DeskQuestion } from '../../protocol/views';
import type { Step } from './steps';

/** What came of something a moderator asked for, to be shown where it was asked for and spoken once. */
export type Outcome =
    | { readonly kind: 'done'; readonly step: Step; readonly number: number }
    | { readonly kind: 'added'; readonly number: number | undefined }
    | { readonly kind: 'undone'; readonly number: number }
    | { readonly kind: 'notice'; readonly shown: boolean }
    | { readonly kind: 'flipped'; readonly switch: Switch; readonly on: boolean }
    | {
          readonly kind: 'already';
          readonly step: Step | undefined;
          readonly by: string | undefined;
          readonly at: string;
      }
    | {
          readonly kind: 'refused';
          readonly code: RefusalCode;
          readonly now: DeskQuestion | undefined;
          readonly by: string | undefined;
          readonly at: string | undefined;
      }
    | { readonly kind: 'unanswered' };

/** Good news, or something to look at. */
export function toneOf(outcome: Outcome): 'good' | 'neutral' | 'bad' {
    switch (outcome.kind) {
        case 'done':
        case 'added':
        case 'undone':
        case 'notice':
        case 'flipped':
            return 'good';
        case 'already':
            return 'neutral';
        case 'refused':
        case 'unanswered':
            return 'bad';
        default:
            return outcome satisfies never;
    }
}

/** The outcome in words, as of `now` in milliseconds of the server's time. */
export function sentenceOf(outcome: Outcome, language: Language, formats: Formats, now: number): string {
    const words = desk[language];
    switch (outcome.kind) {
        case 'done':
            return words.done[doneWord[outcome.step]](outcome.number);
        case 'added':
            return outcome.number === undefined ? words.addTitle : words.done.added(outcome.number);
        case 'undone':
            return words.undoneStep(outcome.number);
        case 'notice':
            return outcome.shown ? words.done.notice : words.done.noticeRemoved;
        case 'flipped':
            return flipped(outcome.switch, outcome.on, language);
        case 'already':
            return already(outcome, language, formats, now);
        case 'refused':
            return refused(outcome, language, formats, now);
        case 'unanswered':
            return staff[language].unanswered;
        default:
            return outcome satisfies never;
    }
}

/** The state of a question in words, with what its marks add. */
export function statusWord(row: DeskQuestion, language: Language): string {
    const words = staff[language].status;
    if (row.status === 'pending' && row.held) {
        return words.held;
    }
    return row.status === 'answered' && row.inWriting === true ? words.answeredInWriting : words[row.status];
}

/** What a switch that is not as usual is called. */
export function switchWord(name: Switch, language: Language): string {
    const words = staff[language].switches;
    switch (name) {
        case 'premoderation':
            return words.unreviewed;
        case 'voting':
            return words.votingOff;
        case 'tellDisrespectful':
            return desk[language].quietReason;
        case 'intakePaused':
        case 'votingPaused':
        case 'slowMode':
        case 'hidden':
        case 'graphic':
        case 'names':
            return words[name];
        default:
            return name satisfies never;
    }
}

/** Switches that are on as a rule; for them being off is what is unusual. */
const usuallyOn: ReadonlySet<Switch> = new Set<Switch>(['premoderation', 'voting', 'tellDisrespectful']);

/** Whether a switch stands otherwise than it does by default. */
export function isUnusual(name: Switch, on: boolean): boolean {
    return usuallyOn.has(name) !== on;
}

function flipped(name: Switch, on: boolean, language: Language): string {
    const words = desk[language];
    return isUnusual(name, on) ? words.switchedOn(switchWord(name, language)) : words.switchedOff[name];
}

function already(
    { step, by, at }: Extract<Outcome, { kind: 'already' }>,
    language: Language,
    formats: Formats,
    now: number,
): string {
    const words = staff[language];
    if (by === undefined) {
        return words.already;
    }
    const ago = formats.ago(at, now);
    return step === 'approve' ? words.alreadyPublishedBy(by, ago) : words.alreadyBy(by, ago);
}

function refused(
    outcome: Extract<Outcome, { kind: 'refused' }>,
    language: Language,
    formats: Formats,
    now: number,
): string {
    const { code, now: row, by, at } = outcome;
    return [
        refusals[language][code],
        row === undefined ? undefined : desk[language].nowIs(statusWord(row, language)),
        by === undefined || at === undefined ? undefined : staff[language].changedBy(by, formats.ago(at, now)),
    ]
        .filter((part) => part !== undefined)
        .join(' ');
}

type Done = (typeof desk)['en']['done'];

const doneWord = {
    approve: 'published',
    queue: 'queued',
    queueFirst: 'queued',
    moveUp: 'moved',
    moveDown: 'moved',
    moveTo: 'moved',
    unqueue: 'unqueued',
    air: 'onAir',
    airAndShow: 'onAir',
    answer: 'answered',
    later: 'later',
    reopen: 'reopened',
    hold: 'held',
    release: 'released',
    dismiss: 'dismissed',
    restore: 'restored',
    merge: 'merged',
    unmerge: 'unmerged',
    pin: 'pinned',
    unpin: 'unpinned',
    inEnglish: 'language',
    inFrench: 'language',
    inOther: 'language',
} as const satisfies Record<Step, keyof { [K in keyof Done as Done[K] extends (n: number) => string ? K : never]: K }>;
