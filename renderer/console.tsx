/** The page of the county console, served by the hub. */
import { showPage } from './app/providers.tsx';
import { CountyApp } from './county/county-app.tsx';

showPage(<CountyApp />);
