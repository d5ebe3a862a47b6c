with documents as (

    select * from {{ ref('stg_zhanbi__documents') }}

),

observations as (

    select * from {{ ref('stg_zhanbi__observations') }}

),

-- the time that most figures of a reading are about
times as (

    select
        reading_id,
        period_end,
        row_number() over (partition by reading_id order by count(*) desc, period_end desc) as commonness
    from observations
    where period_end is not null
        and obs_status in ('actual', 'estimate')
    group by reading_id, period_end

),

readings as (

    select
        documents.reading_id,
        documents.document_id,
        documents.file_name,
        documents.publisher,
        coalesce(documents.area_code, documents.area) as area,
        {{ title_key('documents.title') }} as title_key,
        documents.published_on,
        documents.revises,
        times.period_end,
        min(documents.landed_at) over (partition by documents.document_id) as first_landed_at,
        documents.landed_at as known_from,
        lead(documents.landed_at) over (partition by documents.document_id order by documents.landed_at, documents.reading_id) as known_to
    from documents
    left join times on times.reading_id = documents.reading_id and times.commonness = 1

),

revisions as (

    -- declared in the sidecar; or the same publisher's later bulletin of the same title about the same area and time
    select
        earlier.reading_id,
        later.document_id as superseded_by,
        later.published_on,
        later.first_landed_at,
        greatest(earlier.known_from, later.known_from) as starts_at,
        least(coalesce(earlier.known_to, {{ end_of_time() }}), coalesce(later.known_to, {{ end_of_time() }})) as ends_at
    from readings as earlier
    inner join readings as later
        on later.document_id <> earlier.document_id
        and (
            later.revises in (earlier.document_id, earlier.file_name)
            or (
                later.publisher = earlier.publisher
                and later.area = earlier.area
                and later.title_key = earlier.title_key
                and later.period_end = earlier.period_end
                and later.published_on > earlier.published_on
            )
        )
    -- in one direction only: of two that name each other the one published, or else landed, later holds
    where (later.published_on, later.first_landed_at, later.document_id) > (earlier.published_on, earlier.first_landed_at, earlier.document_id)

),

moments as (

    select reading_id, known_from as moment from readings
    union
    select reading_id, starts_at from revisions where starts_at < ends_at
    union
    select reading_id, ends_at from revisions where starts_at < ends_at

),

periods as (

    select
        readings.reading_id,
        readings.document_id,
        moments.moment as known_from,
        coalesce(
            lead(moments.moment) over (partition by readings.reading_id order by moments.moment),
            readings.known_to
        ) as known_to
    from readings
    inner join moments
        on moments.reading_id = readings.reading_id
        and moments.moment < coalesce(readings.known_to, {{ end_of_time() }})

),

superseded as (

    select
        periods.*,
        revisions.superseded_by,
        row_number() over (
            partition by periods.reading_id, periods.known_from
            order by revisions.published_on desc, revisions.first_landed_at desc, revisions.superseded_by desc
        ) as recency
    from periods
    left join revisions
        on revisions.reading_id = periods.reading_id
        and revisions.starts_at <= periods.known_from
        and periods.known_from < revisions.ends_at

),

final as (

    select
        reading_id,
        document_id,
        known_from,
        known_to,
        superseded_by
    from superseded
    where recency = 1
        and known_from is distinct from known_to

)

select * from final
