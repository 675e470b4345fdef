import type { Language } from '../../i18n/bilingual';
import { desk } from '../../i18n/words/desk';
import { room } from '../../i18n/words/room';
import type { DismissReason } from '../../protocol/views';

/**
 * What the asker of a question that is dismissed for a reason reads from then on.
 *
 * @param tells whether the session tells those who broke the rules
 */
export function toldOf(reason: DismissReason, tells: boolean, language: Language): string {
    const { mine, reasons } = room[language];
    if (reason === 'disrespectful' && !tells) {
        return desk[language].askerIsNotTold(mine.received);
    }
    return [mine.dismissed, reasons[reason]].filter((part) => part !== '').join(' ');
}
