import { show } from '../../components/page/show';
import '../../styles/base.css';
import './print.css';
import App from './App.svelte';

show(App, (locale) => ({ locale }));
