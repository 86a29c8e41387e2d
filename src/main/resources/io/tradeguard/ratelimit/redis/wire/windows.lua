-- Every policy but a single fixed window: the sums of the class Arithmetic, on Redis's clock.
-- A counter is a hash with one field for each window, named by its period in seconds, that holds
-- three numbers; what they are depends on the algorithm: f (fixed window) count, end; s (sliding
-- window) count, start, count of the window before; g (GCRA) backlog, time of the backlog, by which
-- nobody could tell what is left of it now, so its limit is a fourth.
--
-- ARGV[1] = 'decide': KEYS are counters; for each: algorithm, weight, number of windows, and for each
-- window limit and period in seconds. A weight of 0 only looks. All windows let the request pass, or
-- none is charged.
-- ARGV[1] = 'record': the same, but nothing is refused: what does not pass fills the windows.
-- ARGV[1] = 'replay': KEYS are one counter and the list of what was replayed to it; then node, number
-- of batches, and for each batch its number, algorithm, number of windows, and for each window limit,
-- period, the three numbers that the node last knew, and the three that only it has counted since.
-- The higher of Redis's and the known ones is the base; a batch that was seen before changes nothing.
-- Where the first known number is negative the batch is a refund: the second triple is what is taken back
-- and when, from a window that had begun by then.
--
-- Answers: now in microseconds, then for each counter whether the request passed, and three numbers
-- for each window, with times relative to now.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local answer = {now}

local advance = {
  f = function(s, limit, period)
    if s[1] == 0 or now >= s[2] then
      s[1] = 0
      s[2] = now + period
    end
    s[2] = math.min(s[2], now + period)
  end,
  s = function(s, limit, period)
    s[2] = math.min(s[2], now)
    local elapsed = now - s[2]
    if (s[1] == 0 and s[3] == 0) or elapsed >= 2 * period then
      s[1] = 0
      s[2] = now
      s[3] = 0
    elseif elapsed >= period then
      s[3] = s[1]
      s[1] = 0
      s[2] = s[2] + period
    end
  end,
  g = function(s, limit, period)
    local drained = math.max(0, now - s[2]) * limit
    -- What was taken back alone is less than nothing, and drains as well.
    s[1] = s[1] < 0 and math.min(0, s[1] + drained) or math.max(0, s[1] - drained)
    s[2] = now
  end,
}

local passes = {
  f = function(s, limit, period, weight)
    return s[1] + weight <= limit
  end,
  s = function(s, limit, period, weight)
    return math.floor(s[3] * (period - 1 - (now - s[2])) / period) + s[1] + weight <= limit
  end,
  g = function(s, limit, period, weight)
    return s[1] + weight * period <= limit * period
  end,
}

-- Takes back what was counted at a time, as far as it still counts.
local refund = {
  f = function(s, limit, period, weight, at)
    if at >= s[2] - period then
      s[1] = math.max(0, s[1] - weight)
    end
  end,
  s = function(s, limit, period, weight, at)
    local i = at >= s[2] and 1 or 3
    if at >= s[2] - period then
      s[i] = math.max(0, s[i] - weight)
    end
  end,
  g = function(s, limit, period, weight, at)
    s[1] = math.max(0, s[1] - math.max(0, weight * period - math.max(0, now - at) * limit))
  end,
}

local function number(value)
  return string.format('%.17g', value)
end

-- Fields of windows that the policy had before it was changed, the shortest first: what was counted
-- there goes on counting in the new windows.
local function outdated(key, windows)
  local present, others = {}, {}
  for _, window in ipairs(windows) do
    present[window.name] = true
  end
  for _, name in ipairs(redis.call('HKEYS', key)) do
    if not present[name] and tonumber(name) then
      others[#others + 1] = name
    end
  end
  table.sort(others, function(a, b) return tonumber(a) < tonumber(b) end)
  return others
end

local function load(key, algorithm, windows)
  local fields = {}
  for i, window in ipairs(windows) do
    fields[i] = window.name
  end
  local values = redis.pcall('HMGET', key, unpack(fields))
  if values.err then
    redis.call('DEL', key)
    values = {}
  end
  local others
  for i, window in ipairs(windows) do
    local value, scale = values[i], 1
    if not value then
      others = others or outdated(key, windows)
      local other = table.remove(others, 1)
      if other then
        value = redis.call('HGET', key, other)
        redis.call('HDEL', key, other)
        scale = algorithm == 'g' and window.period / (other * 1000000) or 1
      end
    end
    local a, b, c = string.match(value or '', '^(%S+) (%S+) (%S+)')
    window.s = {math.floor((tonumber(a) or 0) * scale), tonumber(b) or 0, tonumber(c) or 0}
    window.moved = scale ~= 1 or value ~= values[i]
  end
end

-- No counter lives longer than its windows count.
local function life(algorithm, windows)
  local longest = 0
  for _, window in ipairs(windows) do
    longest = math.max(longest, window.period)
  end
  return math.ceil((algorithm == 's' and 2 or 1) * longest / 1000)
end

local function save(key, algorithm, windows)
  local fields = {}
  for _, window in ipairs(windows) do
    local s = window.s
    fields[#fields + 1] = window.name
    local value = number(s[1]) .. ' ' .. number(s[2]) .. ' ' .. number(s[3])
    fields[#fields + 1] = algorithm == 'g' and value .. ' ' .. number(window.limit) or value
  end
  redis.call('HSET', key, unpack(fields))
  redis.call('PEXPIRE', key, number(life(algorithm, windows)))
end

local function report(windows, passed)
  answer[#answer + 1] = passed and 1 or 0
  for _, window in ipairs(windows) do
    answer[#answer + 1] = number(window.s[1])
    answer[#answer + 1] = number(window.s[2] - now)
    answer[#answer + 1] = number(window.s[3])
  end
end

local at = 2
local function argument()
  at = at + 1
  return ARGV[at - 1]
end

local function window()
  local limit, name = tonumber(argument()), argument()
  return {limit = limit, name = name, period = tonumber(name) * 1000000}
end

if ARGV[1] ~= 'replay' then
  for _, key in ipairs(KEYS) do
    local algorithm, weight = argument(), tonumber(argument())
    local windows = {}
    for i = 1, tonumber(argument()) do
      windows[i] = window()
    end
    load(key, algorithm, windows)
    local pass = true
    for _, w in ipairs(windows) do
      advance[algorithm](w.s, w.limit, w.period)
      pass = pass and passes[algorithm](w.s, w.limit, w.period, math.max(1, weight))
    end
    if weight > 0 and (pass or ARGV[1] == 'record') then
      for _, w in ipairs(windows) do
        local unit = algorithm == 'g' and w.period or 1
        local charged = w.s[1] + weight * unit
        w.s[1] = pass and charged or math.max(w.s[1], math.min(w.limit * unit, charged))
      end
      save(key, algorithm, windows)
    else
      local left, moved = redis.call('PTTL', key), false
      for _, w in ipairs(windows) do
        moved = moved or w.moved
      end
      if moved or left == -1 or left > life(algorithm, windows) then
        save(key, algorithm, windows)
      end
    end
    report(windows, pass)
  end
  return answer
end

-- Before anything is read: what moves a window's numbers may leave the hash empty for a moment.
local existed = redis.call('EXISTS', KEYS[1]) == 1
local node = argument()
local seen = redis.pcall('HGET', KEYS[2], node)
if type(seen) == 'table' then
  redis.call('DEL', KEYS[2])
  seen = false
end
seen = tonumber(seen or '0')
local windows
for _ = 1, tonumber(argument()) do
  local name = argument()
  local batch, algorithm = tonumber(name), argument()
  windows = {}
  for i = 1, tonumber(argument()) do
    local w = window()
    w.known = {tonumber(argument()), tonumber(argument()), tonumber(argument())}
    w.delta = {tonumber(argument()), tonumber(argument()), tonumber(argument())}
    windows[i] = w
  end
  load(KEYS[1], algorithm, windows)
  local longest = 0
  for _, w in ipairs(windows) do
    local s = w.s
    advance[algorithm](s, w.limit, w.period)
    if seen < batch and w.known[1] < 0 then
      refund[algorithm](s, w.limit, w.period, w.delta[1], w.delta[2])
    elseif seen < batch then
      for _, brought in ipairs({w.known, w.delta}) do
        advance[algorithm](brought, w.limit, w.period)
        if s[1] == 0 and s[3] == 0 then
          s[2] = brought[2]
        end
      end
      s[1] = math.max(0, math.max(s[1], w.known[1]) + w.delta[1])
      s[3] = math.max(0, math.max(s[3], w.known[3]) + w.delta[3])
    end
    longest = math.max(longest, w.period)
  end
  if seen < batch then
    if windows[1].known[1] >= 0 or existed then
      save(KEYS[1], algorithm, windows)
    end
    redis.call('HSET', KEYS[2], node, name)
    redis.call('PEXPIRE', KEYS[2], number(math.ceil(2 * longest / 1000)))
  end
end
report(windows, true)
return answer
