import type { Language } from '../../i18n/bilingual';
import { desk } from '../../i18n/words/desk';
import type { Switch } from '../../protocol/commands';

/** Every switch of a session, the weightiest first. */
export const switches = [
    'hidden',
    'intakePaused',
    'votingPaused',
    'slowMode',
    'graphic',
    'premoderation',
    'voting',
    'names',
    'tellDisrespectful',
] as const satisfies readonly Switch[];

/** What flipping a switch from where it stands does, as the label of a button. */
export function backWord(name: Switch, on: boolean, language: Language): string {
    const { actions } = desk[language];
    switch (name) {
        case 'hidden':
            return on ? actions.showAgain : actions.hideEverything;
        case 'intakePaused':
            return on ? actions.resumeIntake : actions.pauseIntake;
        case 'votingPaused':
            return on ? actions.resumeVoting : actions.pauseVoting;
        case 'slowMode':
            return on ? actions.slowOff : actions.slowOn;
        case 'graphic':
            return on ? actions.graphicOff : actions.graphicOn;
        case 'premoderation':
            return on ? actions.reviewNoMore : actions.reviewAgain;
        case 'voting':
            return on ? actions.votingOff : actions.votingOn;
        case 'names':
            return on ? actions.namesOff : actions.namesOn;
        case 'tellDisrespectful':
            return on ? actions.tellNothing : actions.tellReasons;
        default:
            return name satisfies never;
    }
}
