import { show } from '../../components/page/show';
import { codeOfPage } from '../../state/address';
import '../../styles/base.css';
import App from './App.svelte';

show(App, (locale) => ({ locale, code: codeOfPage() }));
