# SPDX-License-Identifier: BSD-3-Clause
# forewarn.bash - completion for forewarn(1) and forewarnd(8) in bash.
#
# Commands and options are read from the programs' own help, so that they are
# those of the version that is installed; zones from the running daemon.

# Add the lines of stdin that begin with what is typed. Not compgen -W, which
# would expand what it is given.
_forewarn_offer()
{
	local typed=$1 line
	while read -r line; do
		[[ -n $line && $line == "$typed"* ]] && COMPREPLY+=("$line")
	done
}

_forewarn_options()
{
	"$@" --help 2> /dev/null | grep -oE '^ +(-., +)?--[a-z-]+' |
		grep -oE -- '--[a-z-]+'
}

_forewarn_commands()
{
	"$1" help 2> /dev/null | sed -nE 's/^  ([a-z-]+) .*/\1/p'
}

# forewarn COMMAND, with the configuration that the line names: it says which
# daemon is asked. "~" is not expanded before us.
_forewarn_ask()
{
	local i program=$1 command=$2
	shift 2
	for ((i = 2; i < COMP_CWORD; i++)); do
		[[ ${COMP_WORDS[i]} == -c || ${COMP_WORDS[i]} == --config ]] &&
			set -- -c "${COMP_WORDS[i + 1]/#\~\//$HOME/}" "$@"
	done
	timeout 2 "$program" "$command" "$@" 2> /dev/null
}

# A million zones are no use in a list, nor is a daemon that does not answer.
_forewarn_zones()
{
	_forewarn_ask "$1" status --json | head -c 4000000 |
		sed -nE 's/^\{"schema_version": ?[0-9]+, ?"zone": ?"([^"\]+)".*/\1/p' |
		head -n 5000
}

# Those that something has now: whoever silences one has just seen it.
_forewarn_faults()
{
	_forewarn_ask "$1" status --json | head -c 4000000 |
		grep -oE '"findings": ?\[.*' |
		grep -oE '"id": ?"[a-z0-9-]+"' | cut -d '"' -f 4 | sort -u
}

_forewarn_all_faults()
{
	echo faults
	"$1" help faults 2> /dev/null | sed -nE 's/^  ([a-z0-9-]+) .*/\1/p'
}

_forewarn_silences()
{
	_forewarn_ask "$1" silences --json |
		grep -oE '^\{"id": ?"[0-9]+"' | cut -d '"' -f 4
}

_forewarn_targets()
{
	_forewarn_ask "$1" config show |
		sed -n '/^targets:/,/^[a-z]/s/^  - name: "\(.*\)"$/\1/p'
}

_forewarn_files()
{
	compopt -o filenames 2> /dev/null
	mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

_forewarn()
{
	local program=${COMP_WORDS[0]} command=${COMP_WORDS[1]}
	local typed=${COMP_WORDS[COMP_CWORD]}
	local before=${COMP_WORDS[COMP_CWORD - 1]}
	COMPREPLY=()

	case $before in
	-c | --config | --save | --from | --state)
		_forewarn_files "$typed"
		return
		;;
	--for)
		_forewarn_offer "$typed" <<< $'30m\n1h\n2h\n8h\n1d'
		return
		;;
	--fault)
		_forewarn_offer "$typed" < <(_forewarn_faults "$program")
		((${#COMPREPLY[@]})) || _forewarn_offer "$typed" < \
			<(_forewarn_all_faults "$program")
		return
		;;
	--reason)
		return
		;;
	--at)
		_forewarn_offer "$typed" <<< $'+1h\n+1d\n+3d\n+1w'
		return
		;;
	esac
	if ((COMP_CWORD == 1)) && [[ $typed == -* ]]; then
		_forewarn_offer "$typed" <<< $'--help\n--version'
	elif ((COMP_CWORD == 1)); then
		_forewarn_offer "$typed" < <(_forewarn_commands "$program")
	elif [[ $typed == -* ]]; then
		_forewarn_offer "$typed" < \
			<(_forewarn_options "$program" "$command")
	else
		case $command in
		check | explain | status | check-now | ack | unack | silence)
			_forewarn_offer "$typed" < <(_forewarn_zones "$program")
			;;
		unsilence)
			_forewarn_offer "$typed" < \
				<(_forewarn_silences "$program")
			;;
		test-alert)
			_forewarn_offer "$typed" < \
				<(_forewarn_targets "$program")
			;;
		replay)
			_forewarn_files "$typed"
			;;
		config)
			_forewarn_offer "$typed" <<< $'check\nshow\nschema'
			;;
		help)
			_forewarn_offer "$typed" < \
				<(_forewarn_commands "$program"
					_forewarn_all_faults "$program")
			;;
		esac
	fi
}

_forewarnd()
{
	local typed=${COMP_WORDS[COMP_CWORD]}
	local before=${COMP_WORDS[COMP_CWORD - 1]}
	COMPREPLY=()

	case $before in
	-c | --config) _forewarn_files "$typed" ;;
	--shard) ;;
	*)
		_forewarn_offer "$typed" < \
			<(_forewarn_options "${COMP_WORDS[0]}")
		;;
	esac
}

complete -F _forewarn forewarn
complete -F _forewarnd forewarnd
