#!/usr/bin/env bash
# Submits a Millrace job: submit.sh run JOB.yaml --out DIR …   (any command of millrace)
# In client mode it ends with the job's exit code; in cluster mode with the driver's, where the manager reports it (see docs/spark-deploy.md).
#
#   MILLRACE_MASTER              spark://HOST:7077, k8s://https://HOST:6443, local[2,4]       (required)
#   MILLRACE_DEPLOY_MODE         client (default) or cluster
#   MILLRACE_HOME                where the application is, the same on driver and executors   (default /opt/millrace)
#   MILLRACE_EXECUTORS           executors                                                    (default 2)
#   MILLRACE_EXECUTOR_CORES      slots of an executor                                         (default 2)
#   MILLRACE_EXECUTOR_MEMORY     heap of an executor's JVM                                    (default 1g)
#   MILLRACE_EXECUTOR_OVERHEAD   memory beside the heap: the C# worker lives there            (default 2g)
#   MILLRACE_DRIVER_MEMORY       heap of the driver's JVM                                     (default 1g)
#   MILLRACE_DRIVER_OVERHEAD     memory beside it: in cluster mode the application lives there (default 1g)
#   MILLRACE_IMAGE               Kubernetes: the image
#   MILLRACE_NAMESPACE           Kubernetes: the namespace                                    (default default)
#   MILLRACE_SERVICE_ACCOUNT     Kubernetes: the driver's account                             (default millrace)
#   MILLRACE_CLAIM               Kubernetes: the volume claim that is mounted at /work        (default millrace-work)
#   MILLRACE_CONF                more settings of Spark, one NAME=VALUE a line
set -euo pipefail

fail() {
  printf 'submit.sh: %s\n' "$1" >&2
  exit 2
}

[ $# -gt 0 ] || fail "give a command of millrace, for example: submit.sh run JOB.yaml --out /work/run"
[ -n "${MILLRACE_MASTER:-}" ] || fail "set MILLRACE_MASTER, for example spark://HOST:7077"
master=$MILLRACE_MASTER
mode=${MILLRACE_DEPLOY_MODE:-client}
home=${MILLRACE_HOME:-/opt/millrace}
submit=${SPARK_HOME:+$SPARK_HOME/bin/}spark-submit
case $mode in client | cluster) ;; *) fail "MILLRACE_DEPLOY_MODE is client or cluster, not $mode" ;; esac

settings=(
  --master "$master"
  --deploy-mode "$mode"
  --name "millrace"
  --class millrace.runner.MillraceRunner
  --conf "spark.executor.instances=${MILLRACE_EXECUTORS:-2}"
  --conf "spark.executor.cores=${MILLRACE_EXECUTOR_CORES:-2}"
  --conf "spark.executor.memory=${MILLRACE_EXECUTOR_MEMORY:-1g}"
  --conf "spark.executor.memoryOverhead=${MILLRACE_EXECUTOR_OVERHEAD:-2g}"
  --conf "spark.driver.memory=${MILLRACE_DRIVER_MEMORY:-1g}"
  --conf "spark.driver.memoryOverhead=${MILLRACE_DRIVER_OVERHEAD:-1g}"
  # A task that dies is tried again; ranks meet in a barrier stage, which needs all executors at the same time.
  --conf "spark.task.maxFailures=4"
  --conf "spark.dynamicAllocation.enabled=false"
)

pod=
namespace=${MILLRACE_NAMESPACE:-default}
if [[ $master == k8s://* ]]; then
  [ -n "${MILLRACE_IMAGE:-}" ] || fail "set MILLRACE_IMAGE, the image of deploy/spark/Dockerfile"
  claim=${MILLRACE_CLAIM:-millrace-work}
  settings+=(
    --conf "spark.kubernetes.container.image=$MILLRACE_IMAGE"
    --conf "spark.kubernetes.namespace=$namespace"
    --conf "spark.kubernetes.authenticate.driver.serviceAccountName=${MILLRACE_SERVICE_ACCOUNT:-millrace}"
    --conf "spark.kubernetes.submission.waitAppCompletion=true"
  )
  for role in driver executor; do
    settings+=(
      --conf "spark.kubernetes.$role.volumes.persistentVolumeClaim.work.mount.path=/work"
      --conf "spark.kubernetes.$role.volumes.persistentVolumeClaim.work.options.claimName=$claim"
    )
  done
  if [ "$mode" = cluster ]; then
    pod="millrace-driver-$(date +%s)-$$"
    settings+=(--conf "spark.kubernetes.driver.pod.name=$pod")
  fi
elif [[ $master == spark://* ]]; then
  # A standalone cluster knows no number of executors, only cores.
  settings+=(--conf "spark.cores.max=$((${MILLRACE_EXECUTORS:-2} * ${MILLRACE_EXECUTOR_CORES:-2}))")
  [ "$mode" = client ] || settings+=(--conf "spark.standalone.submit.waitAppCompletion=true")
fi

while IFS= read -r line; do
  [ -z "$line" ] || settings+=(--conf "$line")
done <<<"${MILLRACE_CONF:-}"

jar=$home/spark/millrace-runner.jar
[ "$mode" = client ] || [[ $master != k8s://* ]] || jar=local://$jar

if [ "$mode" = client ]; then
  # Signals go straight to spark-submit, whose runner gives them to the application.
  exec "$submit" "${settings[@]}" "$jar" "$home/millrace" "$@"
fi

code=0
"$submit" "${settings[@]}" "$jar" "$home/millrace" "$@" || code=$?
if [ -n "$pod" ]; then
  # spark-submit watches the driver's pod but ends with 0 whatever came of it: the pod knows.
  command -v kubectl >/dev/null || fail "kubectl is not here, so what became of the driver $pod is not known: kubectl -n $namespace get pod $pod"
  told=$(kubectl -n "$namespace" get pod "$pod" -o 'jsonpath={.status.containerStatuses[0].state.terminated.exitCode}') || told=
  [[ $told =~ ^[0-9]+$ ]] || fail "the driver $pod told no exit code: kubectl -n $namespace describe pod $pod"
  code=$told
fi
exit "$code"
