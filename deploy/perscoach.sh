#!/bin/sh
# /usr/local/bin/perscoach: the command with the installation's own settings, as the user that serves it. For root.
while IFS= read -r line; do
	case $line in [A-Z]*=*) export "$line" ;; esac
done < /etc/perscoach.env
export HOME=/var/lib/perscoach
umask 077
cd /opt/perscoach && exec runuser -u perscoach -- /opt/perscoach/.venv/bin/perscoach "$@"
