/** The settings that say whose tokens are taken. */
interface OidcSettings {
  readonly OIDC_ISSUER?: string | undefined;
  readonly OIDC_AUDIENCE?: string | undefined;
  readonly OIDC_SCOPES_CLAIM?: string | undefined;
  readonly OIDC_SCOPES_PREFIX?: string | undefined;
  readonly OIDC_CLIENT_ID?: string | undefined;
}

/** What is wrong with these settings together, without their values; each begins with the name of a setting. */
export function oidcProblems(settings: OidcSettings): string[] {
  const { OIDC_ISSUER: issuer } = settings;
  const given = (['OIDC_AUDIENCE', 'OIDC_SCOPES_CLAIM', 'OIDC_SCOPES_PREFIX', 'OIDC_CLIENT_ID'] as const).filter(
    (name) => settings[name] !== undefined,
  );
  if (issuer === undefined) return given.map((name) => `${name}: needs OIDC_ISSUER`);
  // An ID token for the page would otherwise be one for the API, too.
  if (settings.OIDC_CLIENT_ID !== undefined && settings.OIDC_CLIENT_ID === settings.OIDC_AUDIENCE) {
    return ['OIDC_CLIENT_ID: must differ from OIDC_AUDIENCE'];
  }
  return (['OIDC_AUDIENCE', 'OIDC_SCOPES_CLAIM'] as const)
    .filter((name) => !given.includes(name))
    .map((name) => `OIDC_ISSUER: needs ${name}`);
}
