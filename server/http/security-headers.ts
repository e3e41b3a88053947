import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** Everything a page loads is our own; nothing inline, no frames, no plug-ins. TLS is the business of what stands in front. */
export const securityHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  // what a unit attached is shown under stricter ones, by the route that does
  overwrite: false,
  strictTransportSecurity: false,
  xFrameOptions: 'DENY',
})
