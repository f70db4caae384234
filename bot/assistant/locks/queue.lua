-- One step in a conversation's queue, all or nothing. Tickets are "<process>:<number>"; who holds the conversation is
-- written down, apart from the order of those who wait, so that one who comes back late never drives it out.
--
-- KEYS  1  sorted set: ticket -> place, the time of its arrival in microseconds; also the fencing token
--       2  hash: ticket -> deadline of its lease in milliseconds; "holder" -> the ticket that holds
-- ARGV  1  "join", "renew" or "leave"
--       2  the ticket
--       3  the lease, in milliseconds
--       4  join: a place that the new one must lie after; renew: the ticket's own place
--       5  renew: "1" if the caller holds the conversation, which it may know better than a Redis that lost all
--       6  prefix of the channels on which processes are woken
-- gives  the holder's ticket or "", the milliseconds left of the holder's lease, the caller's place,
--        the ticket that holds since this very step or ""

local places, leases = KEYS[1], KEYS[2]
local op, ticket, lease, place = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Milliseconds that a ticket's lease still runs. No lease is longer than a whole one: the clock was set back.
local function left(one)
  local deadline = tonumber(redis.call('HGET', leases, one) or 0)
  if deadline > now + lease then
    deadline = now + lease
    redis.call('HSET', leases, one, string.format('%.0f', deadline))
  end
  return deadline - now
end

local function remove(one)
  redis.call('ZREM', places, one)
  redis.call('HDEL', leases, one)
end

if op == 'leave' then
  remove(ticket)
  if redis.call('HGET', leases, 'holder') == ticket then redis.call('HDEL', leases, 'holder') end
else
  local known = redis.call('ZSCORE', places, ticket)
  if known then
    place = string.format('%.0f', known)
  else
    if op == 'join' then
      local last = redis.call('ZRANGE', places, -1, -1, 'WITHSCORES')[2] or 0
      place = string.format('%.0f', math.max(time[1] * 1000000 + time[2], place + 1, last + 1))
    end
    redis.call('ZADD', places, place, ticket)
  end
  redis.call('HSET', leases, ticket, string.format('%.0f', now + lease))
  if ARGV[5] == '1' then redis.call('HSETNX', leases, 'holder', ticket) end
end

local holder = redis.call('HGET', leases, 'holder')
local since_now = ''
if holder and left(holder) <= 0 then
  remove(holder)
  redis.call('HDEL', leases, 'holder')
  holder = false
end
while not holder do
  local first = redis.call('ZRANGE', places, 0, 0)[1]
  if not first then break end
  if left(first) > 0 then
    redis.call('HSET', leases, 'holder', first)
    holder, since_now = first, first
  else
    remove(first)
  end
end

if holder then
  redis.call('PEXPIRE', places, 2 * lease)
  redis.call('PEXPIRE', leases, 2 * lease)
else
  redis.call('DEL', places, leases)
end

-- A ticket of the caller's own process is woken by the caller.
local process = string.match(since_now, '^[^:]+')
if process and process ~= string.match(ticket, '^[^:]+') then
  redis.call('PUBLISH', ARGV[6] .. process, since_now)
end
return { holder or '', holder and left(holder) or 0, place, since_now }
