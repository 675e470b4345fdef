import { getContext, setContext } from 'svelte';
import type { Formats } from '../../i18n/Formats';
import type { Locale } from '../../i18n/locale';
import type { DeskQuestion } from '../../protocol/views';
import type { SignIn } from '../../state/SignIn.svelte';
import type { Desk } from './Desk.svelte';
import type { Networks } from './Networks.svelte';
import type { Places } from './Places.svelte';
import type { SecondPress } from './SecondPress.svelte';
import type { Step } from './steps';

/** What every part of the desk works with. */
export interface Bench {
    readonly desk: Desk;
    readonly networks: Networks;
    readonly places: Places;
    /** What waits to be asked for a second time. */
    readonly secondPress: SecondPress;
    readonly person: SignIn;
    readonly locale: Locale;
    /** Formats of the session's time zone. */
    readonly formats: Formats;
    /** The server's time in milliseconds, as of the last full second. */
    readonly now: number;
    /** The same as of the last ten seconds, for what stands in every row. */
    readonly soon: number;
    /** What is said for a moment in the place of the last outcome. */
    readonly passing: string | undefined;
    /** Takes a step on a question, asking first for what it needs to be told. */
    readonly choose: (step: Step, row: DeskQuestion, event?: Event) => void;
    /** Opens the menu with all the steps of a question beside what was pressed. */
    readonly openMenu: (row: DeskQuestion, opener: HTMLElement) => void;
    readonly open: (dialog: 'add' | 'notice' | 'help') => void;
}

const key = Symbol('bench');

export function provideBench(bench: Bench): void {
    setContext(key, bench);
}

export function useBench(): Bench {
    return getContext<Bench>(key);
}
