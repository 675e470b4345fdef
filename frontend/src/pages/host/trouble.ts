import type { Language } from '../../i18n/bilingual';
import { refusals } from '../../i18n/words/refusals';
import { staff } from '../../i18n/words/staff';
import type { Result } from './Organizer.svelte';

/** Why a change cannot be called made, in words. */
export function troubleOf({ code }: Extract<Result, { ok: false }>, language: Language): string {
    return code === 'unknown' ? staff[language].unanswered : refusals[language][code];
}
