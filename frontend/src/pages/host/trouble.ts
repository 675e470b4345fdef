import type { Language } from '../../i18n/bilingual';
import { host } from '../../i18n/words/host';
import { refusals } from '../../i18n/words/refusals';
import type { Answer } from '../../protocol/http';
import { codeOf } from '../../protocol/problems';
import type { Result } from './Organizer.svelte';

/** Why a change cannot be called made, in words; `unsure` where it may have been made all the same. */
export interface Trouble {
    readonly text: string;
    readonly unsure: boolean;
}

/** What is to be said of a command that was not carried out, or of which that is not known. */
export function troubleOf({ code }: Extract<Result, { ok: false }>, language: Language): Trouble {
    return code === 'unknown' ? unsure(language) : { text: refusals[language][code], unsure: false };
}

/** The same of a request. A server that failed in the middle, or a proxy that lost it, says nothing of the outcome. */
export function troubleOfAnswer(answer: Exclude<Answer<unknown>, { outcome: 'ok' }>, language: Language): Trouble {
    if (answer.outcome === 'unreachable') {
        return unsure(language);
    }
    const code = answer.problem.code === undefined ? undefined : codeOf(answer.problem);
    if (code === 'fault' || code === 'unavailable' || (code === undefined && answer.status >= 500)) {
        return unsure(language);
    }
    return { text: code === undefined ? host[language].failed : refusals[language][code], unsure: false };
}

function unsure(language: Language): Trouble {
    return { text: host[language].unsure, unsure: true };
}
