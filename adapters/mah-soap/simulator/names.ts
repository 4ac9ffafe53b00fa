/** XML namespaces: SOAP 1.1; OASIS WSS SOAP Message Security 1.0 and UsernameToken Profile 1.0; the service's own (see its WSDL). */
export const ns = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsu: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  service: 'urn:manufacturer:trace:v1',
} as const;

export const tokenProfile = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0';
