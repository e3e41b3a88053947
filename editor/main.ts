import { mount } from 'svelte'
import Entrance from './Entrance.svelte'
import './style/tokens.css'
import './style/base.css'
import './style/frame.css'
import './style/table.css'
import './style/list.css'
import './style/account.css'
import './style/rule-set.css'
import './style/effect.css'
import './style/review.css'
import './style/accounts.css'
import './style/life.css'
import './style/registers.css'
import './style/rounds.css'
import './style/imports.css'
import './style/search.css'
import './style/narrow.css'
import './style/print.css'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no element #app')
mount(Entrance, { target })
