# Sourced by bash or zsh, from any folder; holds no secret. Derives for DEPLOYMENT the names that cdktf, Terraform and
# the S3 backend read. Source it again after DEPLOYMENT or a secret has changed.

_repository=$(CDPATH= cd -- "$(dirname "${BASH_SOURCE[0]:-$0}")" && pwd)

export DEPLOYMENT="${DEPLOYMENT:-demo}"

# State files and keys are written by Terraform, which leaves their mode to the umask.
umask 077

# cdktf reads each of its options from CDKTF_<OPTION>.
export CDKTF_OUTPUT="cdktf.out/$DEPLOYMENT"
export CHECKPOINT_DISABLE=1

# Terraform and its providers live for seconds: collecting their garbage a quarter as often saves a fifth of their time.
export GOGC="${GOGC:-400}"

# Where the providers come from and which Terraform runs, as `make toolchain` found it on this machine.
unset PROVIDERS_COMPILED_HERE
if [ -f "$_repository/.cache/toolchain.env" ]; then
  . "$_repository/.cache/toolchain.env"
else
  echo "env.sh: run 'make toolchain' once, then source this again" >&2
fi

# Scaleway's S3 wants the key as KEY@PROJECT, and the project is known only after the stack `state`: it writes this file.
# Whatever would be asked before that file must go; AWS_CA_BUNDLE breaks the provider's own HTTP client.
export AWS_SHARED_CREDENTIALS_FILE="$_repository/.state/$DEPLOYMENT/s3-credentials"
export AWS_CONFIG_FILE=/dev/null
unset AWS_ACCESS_KEY_ID AWS_ACCESS_KEY AWS_SECRET_ACCESS_KEY AWS_SECRET_KEY AWS_SESSION_TOKEN AWS_PROFILE \
  AWS_DEFAULT_PROFILE AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN AWS_ENDPOINT_URL AWS_ENDPOINT_URL_S3 AWS_S3_ENDPOINT \
  AWS_CA_BUNDLE

# The stacks' sensitive variables; a missing secret is refused by Terraform's plan, which names it.
unset TF_VAR_scw_access_key TF_VAR_scw_secret_key TF_VAR_scw_organization_id TF_VAR_one_password
if [ -n "${SCW_ACCESS_KEY:-}" ]; then export TF_VAR_scw_access_key="$SCW_ACCESS_KEY"; fi
if [ -n "${SCW_SECRET_KEY:-}" ]; then export TF_VAR_scw_secret_key="$SCW_SECRET_KEY"; fi
if [ -n "${SCW_DEFAULT_ORGANIZATION_ID:-}" ]; then export TF_VAR_scw_organization_id="$SCW_DEFAULT_ORGANIZATION_ID"; fi
if [ -n "${ONE_PASSWORD:-}" ]; then export TF_VAR_one_password="$ONE_PASSWORD"; fi

unset _repository
