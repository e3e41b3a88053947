import { z } from 'zod'

// the content policy of the page lets nothing be compiled; to be imported before any schema is made
z.config({ jitless: true })
