import { runCli } from '../support/processes';
import { newKey, StubIssuer } from '../support/access/stub-issuer';
import { describeInBrowser, Visit } from '../support/browser/visit';
import { databaseUrl } from '../support/database';
import { until } from '../support/service';
import { Client } from 'pg';

describeInBrowser('the page of a service that needs a key', () => {
  let issuer: StubIssuer;
  let visit: Visit;
  let key: string;

  beforeAll(async () => {
    issuer = new StubIssuer();
    issuer.published = [await newKey('one', 'ES256')];
    await issuer.start();
    visit = await Visit.begin({
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: 'api',
      OIDC_CLIENT_ID: 'page',
      OIDC_SCOPES_CLAIM: 'roles',
    });
    visit.mayLeaveFor(issuer.url);
    key = newApiKey('Jo', 'read,report');
  });

  afterAll(async () => {
    await visit.end();
    issuer.stop();
  });

  const newApiKey = (name: string, scopes: string) => {
    const args = ['create', '--name', name, '--scopes', scopes];
    return /^rm_\w+$/m.exec(runCli('keys', args, { DATA_DIR: visit.service.dataDir }).stdout)?.[0] ?? '';
  };
  const logInWith = async (secret: string) => {
    await visit.page.getByLabel('API key').fill(secret);
    await visit.page.getByRole('button', { name: 'Log in' }).click();
  };
  const isLoggedOut = () => visit.page.getByRole('heading', { name: 'Log in' }).waitFor();

  it('asks for a key, rejects a wrong one, and opens with a right one', async () => {
    await visit.open('stores');
    await isLoggedOut();
    expect(await visit.look('log-in')).toEqual([]);
    await logInWith('rm_wrong');
    await visit.page.getByRole('alert').getByText('key').waitFor();
    expect(await visit.look('log-in-wrong-key')).toEqual([]);
    await logInWith(key);
    await visit.page.getByRole('heading', { name: 'Stores' }).waitFor();
    expect(await visit.look('logged-in')).toEqual([]);
    const [cookie] = await visit.page.context().cookies();
    expect(cookie).toMatchObject({ name: 'restaurant-monitor', httpOnly: true, sameSite: 'Strict' });
    expect(await visit.page.evaluate('document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })')).toBe(
      '{}',
    );
  });

  it('stays logged in across a reload, until log-out', async () => {
    await visit.page.reload();
    await visit.page.getByRole('heading', { name: 'Stores' }).waitFor();
    await visit.page.getByRole('button', { name: 'Log out' }).click();
    await isLoggedOut();
    expect(await visit.page.context().cookies()).toEqual([]);
    await visit.page.getByRole('link', { name: 'Reports' }).click();
    await isLoggedOut();
  });

  it('asks for a key again when the session has expired', async () => {
    await visit.open('stores');
    await logInWith(key);
    await visit.page.getByRole('heading', { name: 'Stores' }).waitFor();
    const database = new Client({ connectionString: await databaseUrl(visit.service.dataDir) });
    await database.connect();
    await database.query(`UPDATE session SET expires_at = now() - interval '1 second'`);
    await database.end();
    await visit.page.getByRole('link', { name: 'Reports' }).click();
    await isLoggedOut();
  });

  const goToProvider = async () => {
    await visit.open('');
    await visit.page.getByRole('link', { name: 'Log in with your account' }).click();
    await visit.page.getByRole('heading', { name: 'Provider' }).waitFor();
  };

  it('logs in at the OpenID provider', async () => {
    await goToProvider();
    const nonce = new URL(visit.page.url()).searchParams.get('nonce');
    issuer.idToken = await issuer.sign({ sub: 'jo', aud: 'page', roles: ['read'], nonce });
    await visit.page.getByRole('link', { name: 'Allow' }).click();
    await visit.page.getByRole('button', { name: 'Log out' }).waitFor();
    expect(visit.page.url()).toBe(`${visit.service.base}/`);
    expect(await visit.look('logged-in-with-account')).toEqual([]);
    await visit.page.getByRole('button', { name: 'Log out' }).click();
    await isLoggedOut();
  });

  it('says which scope is missing when somebody without it logs in', async () => {
    await logInWith(newApiKey('Importer', 'ingest'));
    await visit.page.getByRole('alert').getByText('Importer is logged in but lacks the scope read').waitFor();
    expect(await visit.look('log-in-without-scope')).toEqual([]);
    await visit.page.getByRole('button', { name: 'Log out' }).click();
    await visit.page.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('explains a log-in that the provider denied, that had a wrong token, or that got no answer', async () => {
    await goToProvider();
    await visit.page.getByRole('link', { name: 'Deny' }).click();
    await visit.page.getByRole('alert').getByText('The log-in with your account failed').waitFor();
    expect(await visit.look('log-in-refused')).toEqual([]);

    await goToProvider();
    issuer.idToken = await issuer.sign({ sub: 'jo', aud: 'page', roles: ['read'], nonce: 'another' });
    await visit.page.getByRole('link', { name: 'Allow' }).click();
    await visit.page.getByRole('alert').getByText('The log-in with your account failed').waitFor();

    await goToProvider();
    issuer.status = 503;
    await visit.page.getByRole('link', { name: 'Allow' }).click();
    await visit.page.getByRole('alert').getByText('the provider does not answer').waitFor();
    issuer.status = undefined;

    await logInWith(key);
    await visit.page.getByRole('button', { name: 'Log out' }).waitFor();
    await until(() => visit.page.url() === `${visit.service.base}/#/` || undefined);
    await visit.page.getByRole('button', { name: 'Log out' }).click();
    await isLoggedOut();
  });

  it('calls a protected endpoint from Swagger UI after Authorize with a key', async () => {
    const { page } = visit;
    // Swagger UI draws all of the document at once, which takes long on a busy machine.
    page.setDefaultTimeout(90_000);
    await page.goto(`${visit.service.base}/docs`);
    const call = page.locator('#operations-stores-listStores');
    await call.getByRole('button').first().click();
    await call.getByRole('button', { name: 'Try it out' }).click();
    const status = call.locator('.live-responses-table').locator('tbody .response-col_status');
    const executed = async (expected: string) => {
      await call.getByRole('button', { name: 'Execute' }).click();
      await status.getByText(expected).waitFor();
    };
    await executed('401');
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    const dialog = page.locator('.modal-ux');
    await dialog.locator('input').first().fill(key);
    await dialog.getByRole('button', { name: 'Apply' }).first().click();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await executed('200');
    await visit.photograph('docs-authorized');
  });
});
