import { show } from '../../components/page/show';
import { codeOfPage } from '../../state/address';
import { deviceStore } from '../../state/deviceStore';
import { LiveState } from '../../state/LiveState.svelte';
import '../../styles/base.css';
import './stage.css';
import App from './App.svelte';

show(App, (locale) => ({
    locale,
    live: new LiveState({ code: codeOfPage(), audience: 'stage' }),
    store: deviceStore(),
}));
