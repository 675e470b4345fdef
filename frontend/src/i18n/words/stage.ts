import { bilingual } from '../bilingual';

/** What panelists and the emcee read; the shared words are in `staff`. */
export const stage = bilingual(
    {
        empty: 'No question yet. The moderators are choosing one.',
        take: 'Take this question',
        answered: 'Answered',
        next: 'Next question',
        later: 'Later – keep it in the queue',
        handBack: 'Send back to moderation',
        handBackReason: 'Reason for the moderators (optional)',
        undo: 'Undo',
        lost: (clock: string) => `Connection lost – this is the last state, from ${clock}`,
        elapsed: 'Time on air',
        graphicShown: 'On screen',
    },
    {
        empty: 'Pas encore de question. La modération en choisit une.',
        take: 'Je prends cette question',
        answered: 'Réponse donnée',
        next: 'Question suivante',
        later: 'Plus tard – garder dans la file',
        handBack: 'Renvoyer à la modération',
        handBackReason: 'Raison pour la modération (facultatif)',
        undo: "Annuler l'action",
        lost: (clock) => `Connexion perdue – dernier état connu, ${clock}`,
        elapsed: "Temps à l'antenne",
        graphicShown: "À l'écran",
    },
);
